package org.microwish.matching.plan.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.microwish.matching.plan.solver.PlanProblems.money;
import static org.microwish.matching.plan.solver.PlanProblems.places;
import static org.microwish.matching.plan.solver.PlanProblems.purse;
import static org.microwish.matching.plan.solver.PlanProblems.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.matching.plan.solver.PlanSolution.Unserved;
import org.microwish.matching.plan.solver.PlanSolution.UnservedReason;

@Tag("fast")
class PlannerTest {

  private static PlanSolution solve(PlanProblem problem) {
    return Planner.solve(problem, () -> false);
  }

  @Test
  void randomProblems_haveTheTotalThatOrToolsFinds() {
    for (int seed = 1; seed <= 200; seed++) {
      PlanProblem problem = PlanProblems.random(seed, false);
      PlanSolution solution = solve(problem);
      assertThat(solution.total()).as("seed %d", seed).isEqualTo(OrToolsOracle.best(problem));
      assertThat(problem.value(solution.units())).as("seed %d", seed).isEqualTo(solution.total());
      assertThat(solution.bound()).as("seed %d", seed).isEqualTo(solution.total());
      assertThat(solution.proven()).as("seed %d", seed).isTrue();
      assertThat(solution.greedyTotal()).as("seed %d", seed).isLessThanOrEqualTo(solution.total());
    }
  }

  @Test
  void wholePledgesOfRandomProblems_areNotSplit_andTheBoundHolds() {
    int proven = 0;
    for (int seed = 1; seed <= 200; seed++) {
      PlanProblem problem = PlanProblems.random(seed, true);
      PlanSolution solution = solve(problem);
      assertThat(problem.value(solution.units())).as("seed %d", seed).isEqualTo(solution.total());
      assertThat(solution.total())
          .as("seed %d", seed)
          .isBetween(solution.greedyTotal(), solution.bound());
      // OR-Tools may split all pledges, so its total is an upper bound.
      assertThat(solution.bound())
          .as("seed %d", seed)
          .isLessThanOrEqualTo(OrToolsOracle.best(problem));
      proven += solution.proven() ? 1 : 0;
    }
    assertThat(proven).isGreaterThan(20);
  }

  /** Compares small problems with the best of all possible assignments of their whole pledges. */
  @Test
  void wholePledges_comeCloseToTheBestOfAllAssignments() {
    int best = 0;
    for (int seed = 1; seed <= 100; seed++) {
      PlanProblem problem = pledges(seed);
      PlanSolution solution = solve(problem);
      long all = bestOfAllWays(problem, new long[problem.pairs()], 0);
      assertThat(all).as("seed %d", seed).isBetween(solution.total(), solution.bound());
      assertThat(solution.total()).as("seed %d", seed).isGreaterThan(all * 9 / 10);
      best += solution.total() == all ? 1 : 0;
    }
    assertThat(best).as("how often the best is found").isGreaterThan(90);
  }

  private static PlanProblem pledges(long seed) {
    Random random = new Random(seed);
    List<PlanProblem.Wish> wishes =
        random.ints(3, 500, 3_000).mapToObj(need -> money(need, 100_000)).toList();
    List<PlanProblem.Claimant> claimants =
        random.ints(7, 2, 18).mapToObj(hundreds -> purse(100L * hundreds, true)).toList();
    List<PlanProblems.Pair> pairs = new ArrayList<>();
    for (int wish = 0; wish < wishes.size(); wish++) {
      for (int claimant = 0; claimant < claimants.size(); claimant++) {
        pairs.add(new PlanProblems.Pair(wish, claimant, random.nextInt(1_000_000)));
      }
    }
    return PlanProblems.of(wishes, claimants, new int[] {PlanProblem.NO_QUOTA}, 0, pairs);
  }

  private static long bestOfAllWays(PlanProblem problem, long[] units, int claimant) {
    if (claimant == problem.claimants().size()) {
      return problem.value(units);
    }
    long best = bestOfAllWays(problem, units, claimant + 1);
    for (int pair = 0; pair < problem.pairs(); pair++) {
      if (problem.pairClaimant()[pair] == claimant) {
        units[pair] = problem.claimants().get(claimant).purse();
        best = Math.max(best, bestOfAllWays(problem, units, claimant + 1));
        units[pair] = 0;
      }
    }
    return best;
  }

  @Test
  void timeLimitAtTheStart_leavesTheGreedySolutionAndABound() {
    PlanProblem problem = PlanProblems.random(7, true);
    PlanSolution atOnce = Planner.solve(problem, () -> true);
    PlanSolution later = solve(problem);
    assertThat(atOnce.total()).isEqualTo(later.greedyTotal());
    assertThat(atOnce.bound()).isGreaterThanOrEqualTo(later.total());
    assertThat(atOnce.proven()).isFalse();
    assertThat(problem.value(atOnce.units())).isEqualTo(atOnce.total());
  }

  @Test
  void timeLimitDuringTheSearch_leavesAValidSolutionAndABound() {
    for (int looks = 1; looks < 12; looks++) {
      PlanProblem problem = PlanProblems.random(11, false);
      AtomicInteger left = new AtomicInteger(looks);
      PlanSolution stopped = Planner.solve(problem, () -> left.decrementAndGet() < 0);
      PlanSolution whole = solve(problem);
      assertThat(problem.value(stopped.units())).isEqualTo(stopped.total());
      assertThat(whole.total()).isBetween(stopped.total(), stopped.bound());
    }
  }

  @Test
  void load_isShared() {
    PlanProblem problem =
        PlanProblems.of(
            List.of(places(1, 10), places(1, 10), places(1, 10), places(1, 10)),
            List.of(room(4), room(4)),
            5,
            new PlanProblems.Pair(0, 0, 22),
            new PlanProblems.Pair(1, 0, 22),
            new PlanProblems.Pair(2, 0, 22),
            new PlanProblems.Pair(3, 0, 22),
            new PlanProblems.Pair(0, 1, 20),
            new PlanProblems.Pair(1, 1, 20),
            new PlanProblems.Pair(2, 1, 20),
            new PlanProblems.Pair(3, 1, 20));
    long[] units = solve(problem).units();
    assertThat(units[0] + units[1] + units[2] + units[3]).isEqualTo(2);
    assertThat(units[4] + units[5] + units[6] + units[7]).isEqualTo(2);
  }

  @Test
  void recentLoad_countsFromTheStart() {
    PlanProblem problem =
        PlanProblems.of(
            List.of(places(1, 0)),
            List.of(new PlanProblem.Claimant(3, 1, 0, false), room(1)),
            5,
            new PlanProblems.Pair(0, 0, 30),
            new PlanProblems.Pair(0, 1, 20));
    assertThat(solve(problem).units()).containsExactly(0, 1);
  }

  @Test
  void aFirstPlace_comesBeforeAFurtherOne() {
    PlanProblem problem =
        PlanProblems.of(
            List.of(places(2, 40), places(1, 40)),
            List.of(room(1), room(1)),
            0,
            new PlanProblems.Pair(0, 0, 30),
            new PlanProblems.Pair(0, 1, 30),
            new PlanProblems.Pair(1, 0, 15),
            new PlanProblems.Pair(1, 1, 14));
    assertThat(solve(problem).units()).containsExactly(0, 1, 1, 0);
  }

  @Test
  void aQuota_limitsACommunity() {
    PlanProblem problem =
        PlanProblems.of(
            List.of(
                new PlanProblem.Wish(0, 1, 0, 0, 10),
                new PlanProblem.Wish(0, 1, 0, 0, 10),
                new PlanProblem.Wish(1, 1, 0, 0, 10)),
            List.of(room(3)),
            new int[] {1, PlanProblem.NO_QUOTA},
            0,
            List.of(
                new PlanProblems.Pair(0, 0, 30),
                new PlanProblems.Pair(1, 0, 20),
                new PlanProblems.Pair(2, 0, 5)));
    PlanSolution solution = solve(problem);
    assertThat(solution.units()).containsExactly(1, 0, 1);
    assertThat(solution.unserved())
        .extracting(Unserved::wish, Unserved::reason, Unserved::claimant)
        .containsExactly(tuple(1, UnservedReason.QUOTA_USED, 0));
  }

  @Test
  void money_isSplitOnlyWherePermitted() {
    PlanProblem problem =
        PlanProblems.of(
            List.of(money(1_000, 0), money(500, 0)),
            List.of(purse(1_200, false), purse(600, true)),
            0,
            new PlanProblems.Pair(0, 0, 50_000),
            new PlanProblems.Pair(1, 0, 20_000),
            new PlanProblems.Pair(0, 1, 40_000));
    // The second pledge fits only the first project; the first pledge pays the rest of it and the
    // second project.
    assertThat(solve(problem).units()).containsExactly(400, 500, 600);
  }

  @Test
  void aWholePledgeLargerThanTheNeed_isLeftOut() {
    PlanProblem problem =
        PlanProblems.of(
            List.of(money(500, 0)),
            List.of(purse(600, true)),
            0,
            new PlanProblems.Pair(0, 0, 50_000));
    PlanSolution solution = solve(problem);
    assertThat(solution.units()).containsExactly(0);
    assertThat(solution.proven()).isTrue();
  }

  @Test
  void unservedWishes_haveTheirReason() {
    PlanProblem problem =
        PlanProblems.of(
            List.of(places(1, 0), places(1, 0), places(1, 0), places(1, 0), places(1, 0)),
            List.of(room(1), room(0), new PlanProblem.Claimant(9, 1, 0, false)),
            10,
            new PlanProblems.Pair(0, 0, 60),
            new PlanProblems.Pair(1, 0, 35),
            new PlanProblems.Pair(2, 1, 80),
            new PlanProblems.Pair(4, 2, 80));
    PlanSolution solution = solve(problem);
    assertThat(solution.units()).containsExactly(1, 0, 0, 0);
    assertThat(solution.unserved())
        .containsExactly(
            new Unserved(1, UnservedReason.WORTH_MORE_ELSEWHERE, 0, 35, 60, 0),
            new Unserved(2, UnservedReason.EVERYBODY_FULL, -1, 0, 0, -1),
            new Unserved(3, UnservedReason.NOBODY_ELIGIBLE, -1, 0, 0, -1),
            new Unserved(4, UnservedReason.LESS_THAN_LOAD, 2, 80, 90, -1));
  }

  @Test
  void aProblemWithoutPairs_hasAnAnswer() {
    PlanProblem problem = PlanProblems.of(List.of(places(1, 5)), List.of(room(1)), 1);
    PlanSolution solution = solve(problem);
    assertThat(solution.total()).isZero();
    assertThat(solution.proven()).isTrue();
  }

  @Test
  void veryLargeValues_areSolved_notRefused() {
    // With this number of nodes and these values, exact prices could overflow.
    int nodes = 60_000;
    List<PlanProblem.Wish> wishes = new ArrayList<>();
    List<PlanProblem.Claimant> claimants = new ArrayList<>();
    List<PlanProblems.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      wishes.add(places(1, 0));
      if (i < 10) {
        claimants.add(new PlanProblem.Claimant(40, 1, 0, false));
        pairs.add(new PlanProblems.Pair(i, i, PlanProblem.MOST_VALUE - i));
        pairs.add(new PlanProblems.Pair(i, (i + 1) % 10, PlanProblem.MOST_VALUE - 7L * i));
      }
    }
    PlanProblem problem =
        PlanProblems.of(wishes, claimants, new int[] {PlanProblem.NO_QUOTA}, 20_000_000, pairs);
    PlanSolution solution = solve(problem);
    assertThat(problem.value(solution.units())).isEqualTo(solution.total());
    assertThat(solution.bound()).isGreaterThanOrEqualTo(solution.total());
    assertThat(solution.total()).isEqualTo(10 * (PlanProblem.MOST_VALUE - 800_000_000) - 45);
  }

  @Test
  void veryLargeAmounts_giveABoundWithoutOverflow() {
    List<PlanProblem.Claimant> rich = new ArrayList<>();
    List<PlanProblems.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rich.add(purse(PlanProblem.MOST_MONEY, i % 2 == 0));
      pairs.add(new PlanProblems.Pair(0, i, PlanProblem.MOST_VALUE));
      pairs.add(new PlanProblems.Pair(1, i, PlanProblem.MOST_VALUE));
    }
    PlanProblem problem =
        PlanProblems.of(
            List.of(money(1, PlanProblem.MOST_VALUE), money(PlanProblem.MOST_MONEY, 0)),
            rich,
            new int[] {PlanProblem.NO_QUOTA},
            0,
            pairs);
    for (int looks = 0; looks < 6; looks++) {
      AtomicInteger left = new AtomicInteger(looks);
      PlanSolution solution = Planner.solve(problem, () -> left.decrementAndGet() < 0);
      assertThat(problem.value(solution.units())).isEqualTo(solution.total());
      assertThat(solution.bound()).isGreaterThanOrEqualTo(solution.total());
    }
  }

  @Test
  void placesThatNobodyCanTake_needNoMemory() {
    List<PlanProblem.Wish> wishes = new ArrayList<>();
    List<PlanProblem.Claimant> claimants = new ArrayList<>();
    List<PlanProblems.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      wishes.add(places(1_000_000, 5));
      claimants.add(room(1_000_000));
      pairs.add(new PlanProblems.Pair(i, i, 10));
    }
    PlanSolution solution =
        solve(PlanProblems.of(wishes, claimants, new int[] {PlanProblem.NO_QUOTA}, 1, pairs));
    assertThat(solution.total()).isEqualTo(15_000);
    assertThat(solution.proven()).isTrue();
  }

  @Test
  void theTimeLimit_endsTheSearchForWholePledges_withinAStep() {
    Random random = new Random(5);
    List<PlanProblem.Wish> wishes =
        random.ints(100, 500, 3_000).mapToObj(need -> money(need, 100_000)).toList();
    List<PlanProblem.Claimant> claimants =
        random.ints(60, 2, 18).mapToObj(hundreds -> purse(100L * hundreds, true)).toList();
    List<PlanProblems.Pair> pairs = new ArrayList<>();
    for (int wish = 0; wish < wishes.size(); wish++) {
      for (int claimant = 0; claimant < claimants.size(); claimant++) {
        pairs.add(new PlanProblems.Pair(wish, claimant, random.nextInt(1_000_000)));
      }
    }
    PlanProblem problem =
        PlanProblems.of(wishes, claimants, new int[] {PlanProblem.NO_QUOTA}, 0, pairs);
    AtomicInteger looks = new AtomicInteger();
    PlanSolution solution = Planner.solve(problem, () -> looks.incrementAndGet() > 150);
    // The search checks the time for each project, so it ends within one step.
    assertThat(looks.get()).isBetween(151, 160);
    assertThat(problem.value(solution.units())).isEqualTo(solution.total());
  }

  @Test
  void moneyThatIsWorthNothing_isNotTaken() {
    PlanProblem problem =
        PlanProblems.of(
            List.of(money(100, 0)),
            List.of(purse(100, false)),
            0,
            new PlanProblems.Pair(0, 0, -5_000));
    PlanSolution solution = solve(problem);
    assertThat(solution.units()).containsExactly(0);
    assertThat(solution.greedyTotal()).isZero();
    assertThat(solution.proven()).isTrue();
  }
}
