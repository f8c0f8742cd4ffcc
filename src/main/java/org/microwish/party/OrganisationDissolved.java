package org.microwish.party;

/**
 * CDI event: an organisation is dissolved in the current transaction. Observers revoke the rights
 * of those who act for it.
 *
 * @param id the organisation
 */
public record OrganisationDissolved(long id) {}
