package org.microwish.statistics.fold;

/** The numbers of one cell: wishes, micro-projects and check-ins. */
public record Overview(Counts wishes, Counts projects, CheckInCounts checkIns) {}
