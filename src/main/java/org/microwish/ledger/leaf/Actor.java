package org.microwish.ledger.leaf;

/**
 * The person or program that made a change, as far as a public leaf may show this.
 *
 * @param pseudonym the pseudonym of the member, of the resident (a separate one for each wish) or
 *     of the account; {@code system} for the service itself
 * @param organisation the API id of the organisation for which the actor acted, or null
 * @param role the role in which the actor acted
 */
public record Actor(String pseudonym, String organisation, String role) {}
