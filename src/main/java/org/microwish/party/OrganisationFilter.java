package org.microwish.party;

/**
 * Which organisations to list; null asks for nothing.
 *
 * @param division the path of a subtree
 * @param name a part of the name
 * @param parentId those right below that organisation
 */
public record OrganisationFilter(
    String division,
    OrganisationKind kind,
    Sector sector,
    OrganisationState state,
    Long parentId,
    String name) {}
