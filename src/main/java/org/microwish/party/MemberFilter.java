package org.microwish.party;

/**
 * Filters for listing members; a null component does not filter.
 *
 * @param division the path of a division; matches members whose own division is in its subtree
 * @param skill the complete name of a skill
 */
public record MemberFilter(
    Long organisationId, String division, MemberKind kind, MemberState state, String skill) {}
