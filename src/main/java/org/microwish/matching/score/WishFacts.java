package org.microwish.matching.score;

import org.microwish.wish.lifecycle.Category;

/**
 * What the score knows about an open wish: nothing personal. An interface, because the snapshot
 * keeps these values in columns.
 */
public interface WishFacts {

  /** A value of {@link #claimByDay} for no date. */
  int NO_DAY = Integer.MAX_VALUE;

  /** Returns the path of the wish's division. */
  String path();

  /** Returns the category. */
  Category category();

  /** Returns the needed skill as {@link Profile#skill} writes it; null for none. */
  String skill();

  /** Returns true if each claim takes an amount of the budget instead of a place. */
  boolean byAmount();

  /** Returns the money that the wish still needs, in fen; 0 for none. */
  long neededFen();

  /** Returns the epoch day of the last publication. */
  int publishedDay();

  /** Returns the epoch day of the claim-by date; {@link #NO_DAY} for none. */
  int claimByDay();

  /** Returns true if nobody holds a claim, or waits for the approval of one. */
  boolean unclaimed();

  /** Returns the number of earlier rounds, all of which ended without a claim. */
  int missedRounds();

  /** The facts as a record. */
  record Of(
      String path,
      Category category,
      String skill,
      boolean byAmount,
      long neededFen,
      int publishedDay,
      int claimByDay,
      boolean unclaimed,
      int missedRounds)
      implements WishFacts {}
}
