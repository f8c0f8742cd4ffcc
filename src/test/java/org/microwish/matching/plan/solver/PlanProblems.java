package org.microwish.matching.plan.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Creates problems for tests, at random from a seed or from given pairs. */
final class PlanProblems {

  /** A pair of a problem: the indexes of the wish and the claimant, and the pair's value. */
  record Pair(int wish, int claimant, long value) {}

  private PlanProblems() {}

  /** Returns a problem without quotas. */
  static PlanProblem of(
      List<PlanProblem.Wish> wishes,
      List<PlanProblem.Claimant> claimants,
      long loadPenalty,
      Pair... pairs) {
    return of(wishes, claimants, new int[] {PlanProblem.NO_QUOTA}, loadPenalty, List.of(pairs));
  }

  static PlanProblem of(
      List<PlanProblem.Wish> wishes,
      List<PlanProblem.Claimant> claimants,
      int[] quotas,
      long loadPenalty,
      List<Pair> pairs) {
    return new PlanProblem(
        wishes,
        claimants,
        quotas,
        loadPenalty,
        pairs.stream().mapToInt(Pair::wish).toArray(),
        pairs.stream().mapToInt(Pair::claimant).toArray(),
        pairs.stream().mapToLong(Pair::value).toArray());
  }

  /** Returns a wish with free places and this coverage. */
  static PlanProblem.Wish places(int places, long coverage) {
    return new PlanProblem.Wish(0, places, 0, 0, coverage);
  }

  /** Returns a wish that needs this amount of money, in yuan. */
  static PlanProblem.Wish money(long need, long coverage) {
    return new PlanProblem.Wish(0, 0, 0, need, coverage);
  }

  /** Returns a claimant with room for places and no load. */
  static PlanProblem.Claimant room(int room) {
    return new PlanProblem.Claimant(0, room, 0, false);
  }

  /** Returns a claimant with money only. */
  static PlanProblem.Claimant purse(long purse, boolean whole) {
    return new PlanProblem.Claimant(0, 0, purse, whole);
  }

  /**
   * Returns a random problem of up to 40 wishes and 30 claimants, some with money.
   *
   * @param whole whether some pledges must not be split
   */
  static PlanProblem random(long seed, boolean whole) {
    Random random = new Random(seed);
    int communities = 1 + random.nextInt(4);
    int[] quotas = new int[communities];
    Arrays.setAll(quotas, i -> random.nextInt(3) == 0 ? random.nextInt(6) : PlanProblem.NO_QUOTA);
    List<PlanProblem.Wish> wishes = new ArrayList<>();
    for (int i = 1 + random.nextInt(40); i > 0; i--) {
      boolean money = random.nextInt(4) == 0;
      wishes.add(
          new PlanProblem.Wish(
              random.nextInt(communities),
              money ? 0 : 1 + random.nextInt(3),
              money ? 0 : random.nextInt(2),
              money ? 100 + random.nextInt(5_000) : 0,
              random.nextInt(100_000)));
    }
    List<PlanProblem.Claimant> claimants = new ArrayList<>();
    for (int i = 1 + random.nextInt(30); i > 0; i--) {
      claimants.add(
          new PlanProblem.Claimant(
              random.nextInt(4),
              random.nextInt(5),
              random.nextInt(3) == 0 ? 50 * random.nextInt(60) : 0,
              whole && random.nextBoolean()));
    }
    List<Pair> pairs = new ArrayList<>();
    for (int wish = 0; wish < wishes.size(); wish++) {
      for (int claimant = 0; claimant < claimants.size(); claimant++) {
        if (random.nextInt(3) > 0) {
          pairs.add(new Pair(wish, claimant, random.nextInt(1_000_000)));
        }
      }
    }
    return of(wishes, claimants, quotas, random.nextInt(200_000), pairs);
  }
}
