package org.microwish.matching.plan.solver;

import com.google.ortools.Loader;
import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;

/** Solves a problem with the minimum-cost flow of OR-Tools, which may split all pledges. */
final class OrToolsOracle {

  private OrToolsOracle() {}

  /** Returns the value of the best assignment. */
  static long best(PlanProblem problem) {
    Loader.loadNativeLibraries();
    int claimants = problem.claimants().size();
    int wishes = problem.wishes().size();
    int purses = 2 + claimants;
    int firstWish = purses + claimants;
    int firstCommunity = firstWish + wishes;
    MinCostFlow flow = new MinCostFlow();
    long supply = 0;
    for (int who = 0; who < claimants; who++) {
      PlanProblem.Claimant claimant = problem.claimants().get(who);
      for (int place = 0; place < claimant.room(); place++) {
        long penalty = problem.loadPenalty() * (claimant.load() + place);
        flow.addArcWithCapacityAndUnitCost(0, 2 + who, 1, penalty);
      }
      flow.addArcWithCapacityAndUnitCost(0, purses + who, claimant.purse(), 0);
      supply += claimant.room() + claimant.purse();
    }
    for (int pair = 0; pair < problem.pairs(); pair++) {
      int who = problem.pairClaimant()[pair];
      int what = problem.pairWish()[pair];
      PlanProblem.Wish wish = problem.wishes().get(what);
      if (wish.need() == 0) {
        flow.addArcWithCapacityAndUnitCost(
            2 + who, firstWish + what, 1, -problem.pairValue()[pair]);
      } else {
        long rate = (problem.pairValue()[pair] + wish.coverage()) / wish.need();
        flow.addArcWithCapacityAndUnitCost(purses + who, firstWish + what, wish.need(), -rate);
      }
    }
    for (int what = 0; what < wishes; what++) {
      PlanProblem.Wish wish = problem.wishes().get(what);
      flow.addArcWithCapacityAndUnitCost(firstWish + what, 1, wish.need(), 0);
      for (int place = 1; place <= wish.places(); place++) {
        flow.addArcWithCapacityAndUnitCost(
            firstWish + what,
            firstCommunity + wish.community(),
            1,
            -(wish.coverage() / (wish.placesTaken() + place)));
      }
    }
    for (int community = 0; community < problem.quotas().length; community++) {
      flow.addArcWithCapacityAndUnitCost(
          firstCommunity + community, 1, problem.quotas()[community], 0);
    }
    // Supply that is better left unused flows directly to the sink.
    flow.addArcWithCapacityAndUnitCost(0, 1, supply, 0);
    flow.setNodeSupply(0, supply);
    flow.setNodeSupply(1, -supply);
    if (flow.solve() != MinCostFlowBase.Status.OPTIMAL) {
      throw new IllegalStateException("OR-Tools found no optimum");
    }
    return -flow.getOptimalCost();
  }
}
