package org.microwish.matching.plan.solver;

import java.util.Arrays;

/**
 * Computes the assignment that a person would make by hand: takes the best pairs first, as long as
 * there is room and a pair is worth more than the load that it adds. Takes milliseconds, so that a
 * plan has a result even if the time limit ends the search.
 */
final class Greedy {

  private Greedy() {}

  /** Returns the assignment: the places (0 or 1) or yuan of each pair. */
  static long[] assign(PlanProblem problem) {
    int pairs = problem.pairs();
    // Each element has the inverted value in the upper bits and the pair in the lower bits, so that
    // sorting puts the pairs with the largest values first.
    long[] order = new long[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      long value = problem.pairValue()[pair] + problem.wish(pair).coverage();
      order[pair] = (PlanProblem.MOST_VALUE * 2 - value) * PlanProblem.MOST_PAIRS + pair;
    }
    Arrays.sort(order);
    int[] places = new int[problem.wishes().size()];
    int[] loads = new int[problem.claimants().size()];
    int[] left = problem.quotas().clone();
    long[] purse = problem.claimants().stream().mapToLong(PlanProblem.Claimant::purse).toArray();
    long[] need = problem.wishes().stream().mapToLong(PlanProblem.Wish::need).toArray();
    long[] units = new long[pairs];
    for (long key : order) {
      int pair = (int) (key % PlanProblem.MOST_PAIRS);
      PlanProblem.Wish wish = problem.wish(pair);
      PlanProblem.Claimant claimant = problem.claimant(pair);
      int what = problem.pairWish()[pair];
      int who = problem.pairClaimant()[pair];
      if (wish.needsMoney()) {
        boolean fits = problem.rate(pair) > 0 && (!claimant.whole() || purse[who] <= need[what]);
        long amount = fits ? Math.min(purse[who], need[what]) : 0;
        units[pair] = amount;
        purse[who] -= amount;
        need[what] -= amount;
        continue;
      }
      long gain =
          problem.pairValue()[pair]
              + wish.place(wish.placesTaken() + places[what] + 1)
              - problem.loadPenalty() * (claimant.load() + loads[who]);
      if (gain > 0
          && places[what] < wish.places()
          && loads[who] < claimant.room()
          && left[wish.community()] > 0) {
        units[pair] = 1;
        places[what]++;
        loads[who]++;
        left[wish.community()]--;
      }
    }
    return units;
  }
}
