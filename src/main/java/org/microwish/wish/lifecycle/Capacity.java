package org.microwish.wish.lifecycle;

/** What a claim takes of a wish until nothing is free. */
public enum Capacity {
  /** One of a number of places. */
  PLACES,
  /** A part of the budget; for projects only. */
  AMOUNT
}
