package org.microwish.ledger.leaf;

/**
 * Who made a change, as far as a public leaf may show it.
 *
 * @param pseudonym the pseudonym of the member, of the resident (one per wish) or of the account;
 *     {@code system} for the service itself
 * @param organisation the API id of the organisation that the actor acted for, or null
 * @param role the role in which the actor acted
 */
public record Actor(String pseudonym, String organisation, String role) {}
