package org.microwish.matching.score;

/**
 * A term of the score. Each term yields a percentage between {@link #least} and {@link #most}; the
 * points are this percentage of the term's weight, truncated to a whole number.
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

  /** The claims that the claimant may still make, as a share of its maximum number. */
  CAPACITY(20, 0, "Claims that the claimant may still make, of the most that it may hold"),

  /** The amount that the claimant gives for one wish, as a share of what the wish still needs. */
  MONEY(40, 0, "The claimant's amount, of the money that the wish still needs"),

  /** The number of claims of the wish's category that the claimant has completed. */
  EXPERIENCE(
      10, 0, "Completed claims of the category: 1 is 40, 2 is 60, 3 is 75, 4 is 90, 5 is 100"),

  /** The ratings of the claimant's completed claims; a small number of ratings counts little. */
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
   * A penalty for recent claims, which subtracts a part of the percentage of NEARNESS, at most all
   * of it. So near wishes rank higher for neighbours who claim seldom; for those who claim often,
   * all wishes of the street rank alike.
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

  /** Returns the default weight: the points at 100 per cent. */
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

  /** Describes how the percentage follows from the facts; part of the checksum of the weights. */
  public String range() {
    return range;
  }
}
