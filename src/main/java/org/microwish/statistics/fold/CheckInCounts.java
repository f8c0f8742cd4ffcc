package org.microwish.statistics.fold;

/** Distinct organisations and members with a live check-in (双报到). */
public record CheckInCounts(long organisations, long members) {

  /** No check-ins. */
  public static final CheckInCounts NONE = new CheckInCounts(0, 0);
}
