package org.microwish.wish.wall;

/** The order of a list of wishes. */
public enum WishSort {
  /** The newest first. */
  NEWEST,
  /** Only OPEN wishes, the earliest claim-by date first. */
  DEADLINE,
  /**
   * The least recently changed wish first. A wish that changes while a client reads the pages
   * appears again at the end; no wish is left out.
   */
  UPDATED
}
