package org.microwish.matching.plan.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.microwish.matching.plan.solver.PlanSolution.Unserved;
import org.microwish.matching.plan.solver.PlanSolution.UnservedReason;

/**
 * Solves a {@link PlanProblem} in three steps: takes the best pairs first, so that there is a
 * solution whenever the time ends; then finds the best flow; and if the flow splits pledges that
 * must not be split, searches for the best assignment of money without such splits.
 */
public final class Planner {

  private final PlanProblem problem;

  private Planner(PlanProblem problem) {
    this.problem = problem;
  }

  /**
   * Solves a problem.
   *
   * @param stopped returns true if the time is over; then the best solution so far is returned
   */
  public static PlanSolution solve(PlanProblem problem, BooleanSupplier stopped) {
    return new Planner(problem).solve(stopped);
  }

  private PlanSolution solve(BooleanSupplier stopped) {
    long[] taken = Greedy.assign(problem);
    long[] units = taken;
    long greedy = problem.value(taken);
    long total = greedy;
    PlanNetwork network = new PlanNetwork(problem);
    network.solve(stopped);
    long bound = network.bound();
    long[] flow = network.units();
    if (WholePledges.areKept(problem, flow)) {
      if (network.value() > total) {
        units = flow;
        total = network.value();
      }
    } else {
      int[] pairs = problem.moneyPairs();
      long[] start = new long[pairs.length];
      Arrays.setAll(start, i -> taken[pairs[i]]);
      WholePledges pledges = new WholePledges(problem.only(pairs), network);
      pledges.solve(start, stopped);
      long[] money = new long[flow.length];
      for (int i = 0; i < pairs.length; i++) {
        money[pairs[i]] = pledges.units()[i];
      }
      long[] mixed = joined(flow, money);
      long value = problem.value(mixed);
      if (value > total) {
        units = mixed;
        total = value;
      }
      long places = problem.value(joined(flow, new long[flow.length]));
      if (network.isProven() && pledges.bound() < Long.MAX_VALUE) {
        bound = Math.min(bound, places + pledges.bound());
      }
    }
    return new PlanSolution(units, total, bound, total == bound, greedy, unserved(units, network));
  }

  /** Combines two assignments: the places of one and the money of the other. */
  private long[] joined(long[] places, long[] money) {
    long[] units = new long[places.length];
    Arrays.setAll(units, pair -> problem.wish(pair).needsMoney() ? money[pair] : places[pair]);
    return units;
  }

  private List<Unserved> unserved(long[] units, PlanNetwork network) {
    int wishes = problem.wishes().size();
    boolean[] served = new boolean[wishes];
    boolean[] eligible = new boolean[wishes];
    int[] loads = new int[problem.claimants().size()];
    // For each claimant, its assigned pair with the least value: it would give up this pair first.
    int[] taken = new int[loads.length];
    Arrays.fill(taken, -1);
    for (int pair = 0; pair < units.length; pair++) {
      int who = problem.pairClaimant()[pair];
      eligible[problem.pairWish()[pair]] = true;
      if (units[pair] > 0) {
        served[problem.pairWish()[pair]] = true;
        loads[who]++;
        if (taken[who] < 0 || problem.pairValue()[pair] < problem.pairValue()[taken[who]]) {
          taken[who] = pair;
        }
      }
    }
    Unserved[] closest = new Unserved[wishes];
    for (int pair = 0; pair < units.length; pair++) {
      int what = problem.pairWish()[pair];
      if (!served[what]) {
        Unserved one = explain(pair, network, taken[problem.pairClaimant()[pair]], loads);
        if (one != null && (closest[what] == null || margin(one) > margin(closest[what]))) {
          closest[what] = one;
        }
      }
    }
    List<Unserved> all = new ArrayList<>();
    for (int what = 0; what < wishes; what++) {
      if (closest[what] != null) {
        all.add(closest[what]);
      } else if (!served[what]) {
        UnservedReason reason =
            eligible[what] ? UnservedReason.EVERYBODY_FULL : UnservedReason.NOBODY_ELIGIBLE;
        all.add(new Unserved(what, reason, -1, 0, 0, -1));
      }
    }
    return all;
  }

  private static long margin(Unserved one) {
    return one.here() - one.price();
  }

  /** Explains why a pair is not assigned; null if the claimant has no room or no money at all. */
  private Unserved explain(int pair, PlanNetwork network, int taken, int[] loads) {
    int who = problem.pairClaimant()[pair];
    int what = problem.pairWish()[pair];
    PlanProblem.Wish wish = problem.wish(pair);
    PlanProblem.Claimant claimant = problem.claimant(pair);
    int elsewhere = taken < 0 ? -1 : problem.pairWish()[taken];
    long here = problem.pairValue()[pair] + wish.place(wish.placesTaken() + 1);
    if (wish.needsMoney()) {
      // Compare the values of paying the wish's whole need.
      return claimant.purse() == 0
          ? null
          : new Unserved(
              what,
              UnservedReason.WORTH_MORE_ELSEWHERE,
              who,
              here,
              Math.max(0, network.pursePrice(who)) * wish.need(),
              elsewhere);
    }
    if (claimant.room() == 0) {
      return null;
    }
    long price = Math.max(0, network.claimantPrice(who));
    long quota = network.quotaPrice(wish.community());
    long nextLoad = problem.loadPenalty() * (claimant.load() + loads[who]);
    UnservedReason reason =
        quota > 0 && here > price
            ? UnservedReason.QUOTA_USED
            : loads[who] < claimant.room() && here <= nextLoad
                ? UnservedReason.LESS_THAN_LOAD
                : UnservedReason.WORTH_MORE_ELSEWHERE;
    return new Unserved(
        what,
        reason,
        who,
        here,
        reason == UnservedReason.LESS_THAN_LOAD ? nextLoad : price + quota,
        reason == UnservedReason.WORTH_MORE_ELSEWHERE ? elsewhere : -1);
  }
}
