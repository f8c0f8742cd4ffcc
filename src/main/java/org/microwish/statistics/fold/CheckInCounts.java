package org.microwish.statistics.fold;

/** Distinct organisations and members with a check-in (双报到) that is not revoked. */
public record CheckInCounts(long organisations, long members) {

  /** No check-ins. */
  public static final CheckInCounts NONE = new CheckInCounts(0, 0);
}
