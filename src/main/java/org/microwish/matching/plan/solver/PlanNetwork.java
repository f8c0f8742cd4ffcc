package org.microwish.matching.plan.solver;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A {@link PlanProblem} as a network. From the source, one arc per place leads to each claimant,
 * each dearer than the one before, and one arc to each purse; from there one arc per pair to the
 * wish; from the wish one arc per place, each worth less than the one before, to the community, and
 * from there, as far as the quota permits, to the sink. A wish that needs money is joined to the
 * sink directly. All pledges may be split here, also those that must not be.
 */
final class PlanNetwork {

  private static final int SOURCE = 0;
  private static final int SINK = 1;

  private final int firstClaimant;
  private final int firstPurse;
  private final int firstWish;
  private final int firstCommunity;
  private final MinimumCostFlow flow;

  /** The number of the arc of each pair; -1 if it has none. */
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
    // What no pair can use is left out: it would only need memory.
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

  /** Computes the best flow; returns false if it was stopped before the flow was proven best. */
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

  /** Returns what a further place of a claimant is worth elsewhere, or costs in load. */
  long claimantPrice(int claimant) {
    return flow.price(firstClaimant + claimant);
  }

  /** Returns what a further yuan of a claimant is worth elsewhere. */
  long pursePrice(int claimant) {
    return flow.price(firstPurse + claimant);
  }

  /** Returns what a further place of a community's quota is worth; 0 if the quota has room. */
  long quotaPrice(int community) {
    return Math.max(0, flow.price(SINK) - flow.price(firstCommunity + community));
  }
}
