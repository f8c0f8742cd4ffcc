package org.microwish.statistics.fold;

/** The counts of one cell: wishes, micro-projects, check-ins and groups. */
public record Overview(
    Counts wishes, Counts projects, CheckInCounts checkIns, GroupCounts groups) {}
