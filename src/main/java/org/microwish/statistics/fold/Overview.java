package org.microwish.statistics.fold;

/** The numbers of one cell: wishes, micro-projects, check-ins and groups. */
public record Overview(Counts wishes, Counts projects, CheckInCounts checkIns, GroupCounts groups) {

  /** The same without groups. */
  public Overview(Counts wishes, Counts projects, CheckInCounts checkIns) {
    this(wishes, projects, checkIns, GroupCounts.NONE);
  }
}
