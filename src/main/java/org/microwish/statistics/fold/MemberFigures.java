package org.microwish.statistics.fold;

/**
 * What a leaderboard needs to know of a member.
 *
 * @param id the member's pseudonym
 * @param showsName whether the member consented to appear by name
 */
public record MemberFigures(String id, long version, boolean showsName) implements Figures {}
