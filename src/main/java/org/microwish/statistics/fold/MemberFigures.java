package org.microwish.statistics.fold;

/** What leaderboards need to know about a member. */
public record MemberFigures(String id, long version, boolean showsName) implements Figures {}
