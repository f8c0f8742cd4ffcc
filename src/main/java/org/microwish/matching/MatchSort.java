package org.microwish.matching;

/** The order of a list of matches. */
public enum MatchSort {
  /** The best score first. */
  SCORE,
  /** The newest first. */
  NEWEST,
  /** The earliest claim-by day (Asia/Shanghai) first; of the same day, the newest wish first. */
  DEADLINE;

  /**
   * Returns the number by which a wish is sorted, the largest first.
   *
   * @param points the score of the wish
   * @param index the index of the wish in {@code open}
   */
  int place(int points, OpenWishes open, int index) {
    return switch (this) {
      case SCORE -> points;
      case NEWEST -> 0;
      case DEADLINE -> -open.claimByDay(index);
    };
  }
}
