package org.microwish.party;

/**
 * Who would claim: a member, or an organisation, as far as the rules ask.
 *
 * @param organisationId its own, or the member's
 * @param active it may promise work: neither it nor its organisation has left, and no hold keeps it
 */
public record Candidate(long organisationId, String divisionPath, boolean active) {}
