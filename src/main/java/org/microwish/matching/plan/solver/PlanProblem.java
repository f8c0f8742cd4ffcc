package org.microwish.matching.plan.solver;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The problem that a plan solves: which claimants should take which wishes. Values are whole
 * numbers in a unit that the caller chooses, such as a hundred-thousandth of a point.
 *
 * <p>A wish needs places or money. A claimant takes one place of a wish, or pays money for it. The
 * arrays contain only the possible pairs: those whose claimant may claim the wish.
 *
 * @param quotas the largest number of places to assign in each community; wishes refer to them by
 *     their index
 * @param loadPenalty the cost of a place, multiplied by the number of places that its claimant
 *     already has: the second place costs this once, the third twice, so the total is convex
 * @param pairWish the index of each pair's wish
 * @param pairClaimant the index of each pair's claimant
 * @param pairValue the value of each pair's claimant at its wish
 */
public record PlanProblem(
    List<Wish> wishes,
    List<Claimant> claimants,
    int[] quotas,
    long loadPenalty,
    int[] pairWish,
    int[] pairClaimant,
    long[] pairValue) {

  /** The largest value of a pair, and the largest coverage of a wish. */
  public static final long MOST_VALUE = 1L << 30;

  /** The largest number of pairs. */
  public static final int MOST_PAIRS = 1 << 23;

  /** The largest amount of money, in yuan. */
  public static final long MOST_MONEY = 100_000_000;

  /** The value in {@link #quotas} of a community without a quota. */
  public static final int NO_QUOTA = Integer.MAX_VALUE;

  /** Throws IllegalArgumentException if a value exceeds its bound; the bounds prevent overflows. */
  public PlanProblem {
    if (pairWish.length > MOST_PAIRS
        || Arrays.stream(pairValue).anyMatch(value -> Math.abs(value) > MOST_VALUE)
        || wishes.stream().anyMatch(wish -> wish.coverage() > MOST_VALUE)
        || wishes.stream().anyMatch(wish -> wish.need() > MOST_MONEY)
        || claimants.stream().anyMatch(claimant -> claimant.purse() > MOST_MONEY)) {
      throw new IllegalArgumentException("the problem exceeds a bound");
    }
  }

  /**
   * A wish.
   *
   * @param community the index of the quota that counts its places
   * @param places the number of places to assign; 0 if the wish needs money
   * @param placesTaken the number of places that are taken already
   * @param need the money that the wish needs, in yuan; 0 if the wish needs places
   * @param coverage the value of a place that is taken, whoever takes it: the first place of the
   *     wish has this value, the second half of it, the third a third
   */
  public record Wish(int community, int places, int placesTaken, long need, long coverage) {

    /** Returns true if the wish needs money, false if it needs places. */
    public boolean needsMoney() {
      return need > 0;
    }

    /** Returns the value of the place with this number, from 1, whoever takes the place. */
    long place(int number) {
      return coverage / number;
    }
  }

  /**
   * A claimant.
   *
   * @param load the number of the claimant's recent claims
   * @param room the maximum number of further places
   * @param purse the money that the claimant can pledge, in yuan
   * @param whole true if the money is for one wish, all or nothing; false if it may be split
   */
  public record Claimant(int load, int room, long purse, boolean whole) {}

  /** Returns the number of pairs. */
  public int pairs() {
    return pairWish.length;
  }

  Wish wish(int pair) {
    return wishes.get(pairWish[pair]);
  }

  Claimant claimant(int pair) {
    return claimants.get(pairClaimant[pair]);
  }

  /** Returns the indexes of the pairs whose claimant can pay money for the wish. */
  int[] moneyPairs() {
    return IntStream.range(0, pairs())
        .filter(pair -> wish(pair).needsMoney() && most(pair) > 0)
        .toArray();
  }

  /** Returns a copy of this problem that contains only the pairs with these indexes. */
  PlanProblem only(int[] pairs) {
    return new PlanProblem(
        wishes,
        claimants,
        quotas,
        loadPenalty,
        Arrays.stream(pairs).map(pair -> pairWish[pair]).toArray(),
        Arrays.stream(pairs).map(pair -> pairClaimant[pair]).toArray(),
        Arrays.stream(pairs).mapToLong(pair -> pairValue[pair]).toArray());
  }

  /**
   * Returns the most money that a pair's claimant can pay for the wish; 0 if the pledge must not be
   * split and is larger than the need.
   */
  long most(int pair) {
    long need = wish(pair).need();
    Claimant claimant = claimant(pair);
    return claimant.whole() && claimant.purse() > need ? 0 : Math.min(claimant.purse(), need);
  }

  /**
   * Returns the value of one yuan of a pair, chosen so that paying the whole need of a project is
   * worth as much as taking the first place of a wish.
   */
  long rate(int pair) {
    return (pairValue[pair] + wish(pair).coverage()) / wish(pair).need();
  }

  /** Returns the value of the places (0 or 1) or yuan of a pair, without the penalty for load. */
  public long worth(int pair, long units) {
    return wish(pair).needsMoney()
        ? units * rate(pair)
        : units * (pairValue[pair] + wish(pair).coverage());
  }

  /**
   * Returns the total value of an assignment, or -1 if it exceeds what a wish, claimant or quota
   * has room for.
   *
   * @param units the places (0 or 1) or yuan of each pair
   */
  public long value(long[] units) {
    int[] places = new int[wishes.size()];
    int[] loads = new int[claimants.size()];
    int[] used = new int[quotas.length];
    long[] spent = new long[claimants.size()];
    long[] funded = new long[wishes.size()];
    int[] pledges = new int[claimants.size()];
    long total = 0;
    for (int pair = 0; pair < pairs(); pair++) {
      if (units[pair] == 0) {
        continue;
      }
      Wish wish = wish(pair);
      Claimant claimant = claimant(pair);
      int who = pairClaimant[pair];
      int what = pairWish[pair];
      if (wish.needsMoney()) {
        total += units[pair] * rate(pair);
        spent[who] += units[pair];
        funded[what] += units[pair];
        pledges[who]++;
        boolean split = claimant.whole() && (pledges[who] > 1 || spent[who] != claimant.purse());
        if (split || spent[who] > claimant.purse() || funded[what] > wish.need()) {
          return -1;
        }
      } else {
        total += pairValue[pair] + wish.place(wish.placesTaken() + ++places[what]);
        total -= loadPenalty * (claimant.load() + loads[who]++);
        used[wish.community()]++;
        if (units[pair] > 1
            || places[what] > wish.places()
            || loads[who] > claimant.room()
            || used[wish.community()] > quotas[wish.community()]) {
          return -1;
        }
      }
    }
    return total;
  }
}
