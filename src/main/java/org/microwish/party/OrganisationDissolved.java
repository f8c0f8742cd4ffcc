package org.microwish.party;

/**
 * An organisation was dissolved, in this transaction: nobody acts for it any more.
 *
 * @param id the organisation
 */
public record OrganisationDissolved(long id) {}
