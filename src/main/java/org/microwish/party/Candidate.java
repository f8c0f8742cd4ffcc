package org.microwish.party;

/**
 * A member or organisation that would claim, with the facts that the claim rules check.
 *
 * @param organisationId the organisation's own id, or that of the member's organisation
 * @param active whether it may claim: neither it nor its organisation has ended, and it is not
 *     under a legal hold
 */
public record Candidate(long organisationId, String divisionPath, boolean active) {}
