package org.microwish.matching.score;

import org.microwish.wish.lifecycle.Category;

/**
 * The facts that the score uses about an open wish; none is personal. An interface, because the
 * snapshot stores the values in columns.
 */
public interface WishFacts {

  /** A value of {@link #claimByDay} for no date. */
  int NO_DAY = Integer.MAX_VALUE;

  /** Returns the path of the wish's division. */
  String path();

  /** Returns the category. */
  Category category();

  /** Returns the needed skill in the form of {@link Profile#skill}; null for none. */
  String skill();

  /** Returns true if claims take amounts of the budget, false if they take places. */
  boolean byAmount();

  /** Returns the money that the wish still needs, in fen; 0 for none. */
  long neededFen();

  /** Returns the epoch day of the last publication. */
  int publishedDay();

  /** Returns the epoch day of the claim-by date; {@link #NO_DAY} for none. */
  int claimByDay();

  /** Returns true if the wish has no live claim, neither approved nor waiting for approval. */
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
