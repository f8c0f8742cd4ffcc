package org.microwish.party;

/**
 * Which check-ins to list; null asks for nothing.
 *
 * @param division the path of a subtree that holds the community
 * @param organisationId the subject, or the organisation that the member belonged to
 * @param state live ones, or those in history
 */
public record CheckInFilter(
    String division,
    PartyType subjectType,
    Long subjectId,
    Long organisationId,
    CheckInState state) {}
