package org.microwish.party;

/**
 * Filters for listing check-ins; a null component does not filter.
 *
 * @param division the path of a division; matches communities in its subtree
 * @param organisationId the subject, or the organisation that the member belonged to
 * @param state live or revoked
 */
public record CheckInFilter(
    String division,
    PartyType subjectType,
    Long subjectId,
    Long organisationId,
    CheckInState state) {}
