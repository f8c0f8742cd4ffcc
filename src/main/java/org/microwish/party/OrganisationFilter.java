package org.microwish.party;

/**
 * Filters for listing organisations; a null component does not filter.
 *
 * @param division the path of a division; matches organisations in its subtree
 * @param name a substring of the name
 * @param sort the order of the list; null sorts by id
 * @param parentId the id of an organisation; matches the organisations directly below that one
 */
public record OrganisationFilter(
    String division,
    OrganisationKind kind,
    Sector sector,
    OrganisationState state,
    Long parentId,
    String name,
    SortedBy sort) {}
