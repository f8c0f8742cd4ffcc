package org.microwish.statistics.fold;

/**
 * The facts about a member that leaderboards need.
 *
 * @param id the member's pseudonym
 * @param showsName whether the member consented to appear by name
 */
public record MemberFigures(String id, long version, boolean showsName) implements Figures {}
