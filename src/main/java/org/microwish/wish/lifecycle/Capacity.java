package org.microwish.wish.lifecycle;

/** What claims use up of a wish. */
public enum Capacity {
  /** Each claim takes one of a number of places. */
  PLACES,
  /** Each claim takes a part of the budget; for projects only. */
  AMOUNT
}
