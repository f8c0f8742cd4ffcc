package org.microwish.matching.plan.solver;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a plan decides: which claimants should take which wishes. Values are whole numbers in a unit
 * that the caller chooses, such as a hundred-thousandth of a point.
 *
 * <p>A wish needs places or money. Each claimant brings one place, or money, per wish. Pairs that
 * are missing are not possible, because the claimant may not claim the wish.
 *
 * @param quotas the largest number of places to assign in each community; wishes refer to them by
 *     their index
 * @param loadPenalty what each place costs for every place that its claimant has already: a
 *     claimant's second costs this, the third twice this, so the total is convex
 * @param pairWish the index of each pair's wish
 * @param pairClaimant the index of each pair's claimant
 * @param pairValue what the claimant is worth at the wish
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

  /** The quota of a community without one. */
  public static final int NO_QUOTA = Integer.MAX_VALUE;

  /** Checks the bounds, within which no sum overflows. */
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
   * @param need the money that it needs, in yuan; 0 if the wish needs places
   * @param coverage what it is worth that somebody takes the wish, whoever it is: the first place
   *     counts in full, the second as a half, the third as a third
   */
  public record Wish(int community, int places, int placesTaken, long need, long coverage) {

    /** Whether the wish needs money. */
    public boolean needsMoney() {
      return need > 0;
    }

    /** Returns the worth of a place, whoever takes it. */
    long place(int number) {
      return coverage / number;
    }
  }

  /**
   * A claimant.
   *
   * @param load the number of places of its recent claims
   * @param room the largest number of further places
   * @param purse the money that it can pledge, in yuan
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

  /** Returns the numbers of the pairs that can move money. */
  int[] moneyPairs() {
    return IntStream.range(0, pairs())
        .filter(pair -> wish(pair).needsMoney() && most(pair) > 0)
        .toArray();
  }

  /** Returns the same problem with these pairs only. */
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

  /** Returns the most money that a pair can move; 0 if a pledge is too large to be spent whole. */
  long most(int pair) {
    long need = wish(pair).need();
    Claimant claimant = claimant(pair);
    return claimant.whole() && claimant.purse() > need ? 0 : Math.min(claimant.purse(), need);
  }

  /**
   * Returns what a yuan of a pair is worth: a project that a claimant pays in full is worth as much
   * as a wish that it takes.
   */
  long rate(int pair) {
    return (pairValue[pair] + wish(pair).coverage()) / wish(pair).need();
  }

  /** Returns what the places or yuan of a pair are worth, without any load. */
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
