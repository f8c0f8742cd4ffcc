package org.microwish.party;

/**
 * A member or organisation that wants to claim a wish, with the facts that the claim rules check.
 *
 * @param organisationId the organisation's own id, or that of the member's organisation
 * @param active true if the candidate may claim: neither the candidate nor its organisation has
 *     ended, and the candidate is not under a legal hold
 */
public record Candidate(long organisationId, String divisionPath, boolean active) {}
