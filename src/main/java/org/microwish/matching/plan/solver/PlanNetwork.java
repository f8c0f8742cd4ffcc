package org.microwish.matching.plan.solver;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A {@link PlanProblem} as a flow network. The arcs lead:
 *
 * <ul>
 *   <li>from the source to each claimant, one arc per place, each with a higher cost than the one
 *       before, because of the load;
 *   <li>from the source to the purse of each claimant, for money;
 *   <li>from the claimant or its purse to the wish, one arc per pair;
 *   <li>from a wish that needs places to its community, one arc per place, each with a smaller gain
 *       than the one before;
 *   <li>from the community to the sink, with the quota as capacity;
 *   <li>from a wish that needs money to the sink.
 * </ul>
 *
 * <p>The flow may split every pledge, even those that must not be split; {@link WholePledges}
 * corrects this.
 */
final class PlanNetwork {

  private static final int SOURCE = 0;
  private static final int SINK = 1;

  private final int firstClaimant;
  private final int firstPurse;
  private final int firstWish;
  private final int firstCommunity;
  private final MinimumCostFlow flow;

  /** The number of each pair's arc; -1 for a pair without one, whose claimant can pay no money. */
  private final int[] arcs;

  private boolean proven;

  PlanNetwork(PlanProblem problem) {
    List<PlanProblem.Wish> wishes = problem.wishes();
    List<PlanProblem.Claimant> claimants = problem.claimants();
    firstClaimant = 2;
    firstPurse = firstClaimant + claimants.size();
    firstWish = firstPurse + claimants.size();
    firstCommunity = firstWish + wishes.size();
    flow =
        new MinimumCostFlow(
            firstCommunity + problem.quotas().length, problem.pairs() + 8 * claimants.size());
    // Count what the pairs can use: arcs for more places or money would only need memory.
    int[] ofClaimant = new int[claimants.size()];
    int[] ofWish = new int[wishes.size()];
    long[] usable = new long[claimants.size()];
    for (int pair = 0; pair < problem.pairs(); pair++) {
      ofClaimant[problem.pairClaimant()[pair]]++;
      ofWish[problem.pairWish()[pair]]++;
      usable[problem.pairClaimant()[pair]] += problem.most(pair);
    }
    long supply = 0;
    for (int who = 0; who < claimants.size(); who++) {
      PlanProblem.Claimant claimant = claimants.get(who);
      int room = Math.min(claimant.room(), ofClaimant[who]);
      for (int place = 0; place < room; place++) {
        flow.add(SOURCE, firstClaimant + who, 1, problem.loadPenalty() * (claimant.load() + place));
      }
      long purse = Math.min(claimant.purse(), usable[who]);
      if (purse > 0) {
        flow.add(SOURCE, firstPurse + who, purse, 0);
      }
      supply += room + purse;
    }
    arcs = new int[problem.pairs()];
    for (int pair = 0; pair < arcs.length; pair++) {
      int wish = firstWish + problem.pairWish()[pair];
      int who = problem.pairClaimant()[pair];
      if (problem.wish(pair).needsMoney()) {
        long most = problem.most(pair);
        arcs[pair] = most == 0 ? -1 : flow.add(firstPurse + who, wish, most, -problem.rate(pair));
      } else {
        arcs[pair] = flow.add(firstClaimant + who, wish, 1, -problem.pairValue()[pair]);
      }
    }
    long[] offered = new long[problem.quotas().length];
    for (int what = 0; what < wishes.size(); what++) {
      PlanProblem.Wish wish = wishes.get(what);
      if (wish.needsMoney()) {
        flow.add(firstWish + what, SINK, wish.need(), 0);
      }
      int places = Math.min(wish.places(), ofWish[what]);
      offered[wish.community()] += places;
      for (int place = 1; place <= places; place++) {
        flow.add(
            firstWish + what,
            firstCommunity + wish.community(),
            1,
            -wish.place(wish.placesTaken() + place));
      }
    }
    for (int community = 0; community < problem.quotas().length; community++) {
      long most = Math.min(problem.quotas()[community], offered[community]);
      flow.add(firstCommunity + community, SINK, most, 0);
    }
    flow.add(SINK, SOURCE, supply, 0);
  }

  /** Computes the best flow; returns false if the time was over before the proof of the optimum. */
  boolean solve(BooleanSupplier stopped) {
    proven = flow.solve(stopped);
    return proven;
  }

  boolean isProven() {
    return proven;
  }

  /** Returns the places (0 or 1) or yuan of each pair. */
  long[] units() {
    long[] units = new long[arcs.length];
    for (int pair = 0; pair < arcs.length; pair++) {
      units[pair] = arcs[pair] < 0 ? 0 : flow.flow(arcs[pair]);
    }
    return units;
  }

  /** Returns the value of the flow. */
  long value() {
    return -flow.totalCost();
  }

  /** Returns a value that no assignment exceeds. */
  long bound() {
    return -flow.lowerBound();
  }

  /** Returns the value of one more place of a claimant at other wishes, or its cost in load. */
  long claimantPrice(int claimant) {
    return flow.price(firstClaimant + claimant);
  }

  /** Returns the value of one more yuan of a claimant at other wishes. */
  long pursePrice(int claimant) {
    return flow.price(firstPurse + claimant);
  }

  /** Returns the value of one more place in a community's quota; 0 if the quota has room. */
  long quotaPrice(int community) {
    return Math.max(0, flow.price(SINK) - flow.price(firstCommunity + community));
  }
}
