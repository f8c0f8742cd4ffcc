package org.microwish.ledger.leaf;

/**
 * Who did it, as far as a public leaf may say.
 *
 * @param pseudonym the member's, the resident's for this wish, or the account's; {@code system} for
 *     the service itself
 * @param organisation the organisation acted for, the API's id, or null
 * @param role the role acted in
 */
public record Actor(String pseudonym, String organisation, String role) {}
