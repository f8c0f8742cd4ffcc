package org.microwish.party;

/**
 * Which members to list; null asks for nothing.
 *
 * @param division the path of a subtree: that of the member's own division
 * @param skill the whole skill
 */
public record MemberFilter(
    Long organisationId, String division, MemberKind kind, MemberState state, String skill) {}
