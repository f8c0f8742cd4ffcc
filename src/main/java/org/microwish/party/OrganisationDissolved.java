package org.microwish.party;

/**
 * CDI event: an organisation is dissolved in the current transaction. Observers revoke the tokens
 * of the accounts that act for the organisation.
 *
 * @param id the id of the organisation
 */
public record OrganisationDissolved(long id) {}
