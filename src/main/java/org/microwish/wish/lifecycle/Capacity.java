package org.microwish.wish.lifecycle;

/** What each claim on a wish takes: a place or a part of the budget. */
public enum Capacity {
  /** Each claim takes one of the wish's places. */
  PLACES,
  /** Each claim takes a part of the budget, by its pledges; only for shared projects. */
  AMOUNT
}
