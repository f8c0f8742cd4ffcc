package org.microwish.wish.wall;

/** The order of a list of wishes. */
public enum WishSort {
  /** The newest first. */
  NEWEST,
  /** Only OPEN wishes, the earliest claim-by date first. */
  DEADLINE,
  /**
   * The one that has not changed for the longest time first. A wish that changes while the pages
   * are read comes again at the end, and none is left out.
   */
  UPDATED
}
