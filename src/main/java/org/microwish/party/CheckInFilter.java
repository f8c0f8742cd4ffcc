package org.microwish.party;

/**
 * Filters for listing check-ins; a null component does not filter.
 *
 * @param division the path of a division; matches check-ins with communities in its subtree
 * @param organisationId matches check-ins of this organisation and of members who belonged to it
 *     when they checked in
 * @param state the state of the check-ins, live or revoked
 */
public record CheckInFilter(
    String division,
    PartyType subjectType,
    Long subjectId,
    Long organisationId,
    CheckInState state) {}
