package org.microwish.matching.score;

/**
 * A term of the score. Each yields a percentage, from {@link #least} to 100 or, for a penalty, to
 * 0; its points are that percentage of the term's weight, cut to a whole number.
 */
public enum Term {
  /** The smallest division that contains wish and claimant, or a community of check-in. */
  NEARNESS(100, 0, "Same building 100, grid 85, community 70, community of check-in 60, street 30"),

  /** The claimant has the skill that the wish needs. */
  SKILL(
      80,
      -100,
      "The needed skill by the same name 100, one name within the other 60, a missing skill -100"),

  /** The wish lies where the claimant is ready to serve. */
  AREA(30, 0, "In a service area of the claimant 100"),

  /** Free places of the claimant, of those that it may hold. */
  CAPACITY(20, 0, "Claims that the claimant may still make, of the most that it may hold"),

  /** The amount that the claimant gives against the money that the wish still needs. */
  MONEY(40, 0, "The claimant's amount, of the money that the wish still needs"),

  /** Claims of the category that the claimant has completed. */
  EXPERIENCE(
      10, 0, "Completed claims of the category: 1 is 40, 2 is 60, 3 is 75, 4 is 90, 5 is 100"),

  /** The ratings of the claimant's completed claims; few ratings count little. */
  SATISFACTION(
      20,
      -100,
      "50 for each star above 3 on average, with two ratings of 3 added; no penalty before"
          + " three ratings"),

  /** How soon claiming ends. */
  DEADLINE(10, 0, "On the claim-by day 100, falling to 0 from 7 days before"),

  /** Days since the publication of a wish that nobody has claimed. */
  WAITING(10, 0, "Growing from 0 after 21 days without a claim to 100 after 30"),

  /** Rounds that ended without a claim. */
  ROUNDS(40, 0, "25 for each missed round, at most 100"),

  /**
   * A penalty for recent claims: it takes away some of the nearness, and never more than that. So
   * whoever claims often sees the wishes of the whole street, and the near ones are left to
   * neighbours who claim seldom.
   */
  RECENT(100, -100, "-18 for each claim of the last 28 days, at most -100, of the nearness");

  private final int weight;
  private final int least;
  private final String range;

  Term(int weight, int least, String range) {
    this.weight = weight;
    this.least = least;
    this.range = range;
  }

  /** Returns the default weight: the points of 100 per cent. */
  public int weight() {
    return weight;
  }

  /** Returns the smallest percentage. */
  public int least() {
    return least;
  }

  /** Returns the largest percentage. */
  public int most() {
    return this == RECENT ? 0 : 100;
  }

  /** Returns how the percentage follows from the facts, in one sentence. */
  public String range() {
    return range;
  }
}
