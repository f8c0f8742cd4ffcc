package org.microwish.statistics.fold;

/** The counts of a selection, or of one cell of a breakdown. */
public record Overview(
    Counts wishes,
    Counts projects,
    CheckInCounts checkIns,
    GroupCounts groups,
    DemandCounts demands) {}
