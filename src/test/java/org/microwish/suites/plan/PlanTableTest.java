package org.microwish.suites.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.matching.plan.solver.PlanProblem;
import org.microwish.matching.plan.solver.PlanSolution;
import org.microwish.matching.plan.solver.Planner;

/**
 * Prints a table of greedy assignments and plans. {@code -Dplan.wishes=500,2000,10000} sets the
 * numbers of wishes; without the property, a small street shows that plans have a larger total and
 * a more even load.
 */
@Tag("fast")
class PlanTableTest {

  private static final String WISHES = System.getProperty("plan.wishes", "200");

  /** The claimants of the sample street. */
  private static final int MEMBERS = 3_463;

  private static final int ORGANISATIONS = 90;
  private static final int COMMUNITIES = 10;

  /** Number of claimants that are considered for each wish. */
  private static final int PAIRS = 255;

  /** The number of the solver's units in one point. */
  private static final long POINT = 100_000;

  @Test
  void plans_areBetterThanGreedy_andShareTheLoad() {
    System.out.println("| wishes | pairs | | seconds | total | of the bound | served | Gini |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (String wishes : WISHES.split(",", -1)) {
      PlanProblem problem = street(Integer.parseInt(wishes.strip()));
      // Warm up the code with a first run.
      if (problem.wishes().size() <= 500) {
        Planner.solve(problem, () -> false);
      }
      long begun = System.nanoTime();
      PlanSolution greedy = Planner.solve(problem, () -> true);
      long middle = System.nanoTime();
      PlanSolution plan = Planner.solve(problem, () -> false);
      long end = System.nanoTime();
      print(problem, "greedy", greedy, plan, middle - begun);
      print(problem, "plan", plan, plan, end - middle);

      assertThat(plan.proven() || plan.bound() - plan.total() < plan.bound() / 100).isTrue();
      assertThat(plan.total()).isGreaterThan(greedy.total());
      assertThat(gini(problem, plan)).isLessThan(gini(problem, greedy));
      assertThat(served(problem, plan)).isGreaterThanOrEqualTo(served(problem, greedy));
    }
  }

  private static void print(
      PlanProblem problem, String name, PlanSolution shown, PlanSolution best, long nanos) {
    System.out.printf(
        "| %,d | %,d | %s | %.2f | %,d | %.2f %% | %,d | %.3f |%n",
        problem.wishes().size(),
        problem.pairs(),
        name,
        nanos / 1e9,
        shown.total() / POINT,
        100.0 * shown.total() / best.bound(),
        served(problem, shown),
        gini(problem, shown));
  }

  private static long served(PlanProblem problem, PlanSolution solution) {
    return IntStream.range(0, problem.pairs())
        .filter(pair -> solution.units()[pair] > 0)
        .map(pair -> problem.pairWish()[pair])
        .distinct()
        .count();
  }

  /** Returns the Gini coefficient of the claimants' loads with the plan; 0 if all are equal. */
  private static double gini(PlanProblem problem, PlanSolution solution) {
    double[] loads = problem.claimants().stream().mapToDouble(PlanProblem.Claimant::load).toArray();
    for (int pair = 0; pair < problem.pairs(); pair++) {
      loads[problem.pairClaimant()[pair]] += solution.units()[pair] > 0 ? 1 : 0;
    }
    Arrays.sort(loads);
    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < loads.length; i++) {
      sum += loads[i];
      weighted += (2.0 * (i + 1) - loads.length - 1) * loads[i];
    }
    return weighted / (loads.length * sum);
  }

  /**
   * Creates the problem of a street. Every tenth wish needs money, and a sixth of the others have
   * two or three places. Members score high near their homes; a fifth of them score high
   * everywhere.
   */
  static PlanProblem street(int wishes) {
    Random random = new Random(wishes);
    List<PlanProblem.Wish> all = new ArrayList<>();
    for (int i = 0; i < wishes; i++) {
      boolean money = i % 10 == 0;
      int places = random.nextInt(6) == 0 ? 2 + random.nextInt(2) : 1;
      all.add(
          new PlanProblem.Wish(
              random.nextInt(COMMUNITIES),
              money ? 0 : places,
              0,
              money ? 500 + 100 * random.nextInt(70) : 0,
              (20 + random.nextInt(20)) * POINT));
    }
    List<PlanProblem.Claimant> claimants = new ArrayList<>();
    double[] known = new double[MEMBERS + ORGANISATIONS];
    for (int i = 0; i < known.length; i++) {
      boolean organisation = i >= MEMBERS;
      known[i] = random.nextInt(5) == 0 ? 30 : 10 * random.nextDouble();
      claimants.add(
          new PlanProblem.Claimant(
              organisation ? 2 + random.nextInt(6) : random.nextInt(4) == 0 ? 1 : 0,
              organisation ? 10 : 1 + random.nextInt(5),
              organisation ? 500 + 500 * random.nextInt(20) : 0,
              organisation && random.nextInt(3) == 0));
    }
    List<int[]> pairs = new ArrayList<>();
    for (int wish = 0; wish < wishes; wish++) {
      boolean money = all.get(wish).needsMoney();
      for (int i = 0; i < PAIRS; i++) {
        if (money && i == ORGANISATIONS) {
          break;
        }
        int who = money ? MEMBERS + i : (wish * 31 + i * 13) % known.length;
        double nearness = random.nextInt(COMMUNITIES) == 0 ? 30 : 5 * random.nextInt(3);
        int value = (int) ((known[who] + nearness + 20 * random.nextDouble()) * POINT);
        pairs.add(new int[] {wish, who, value});
      }
    }
    int[] quotas = new int[COMMUNITIES];
    Arrays.fill(quotas, PlanProblem.NO_QUOTA);
    quotas[0] = wishes / 20;
    return new PlanProblem(
        all,
        claimants,
        quotas,
        5 * POINT,
        pairs.stream().mapToInt(pair -> pair[0]).toArray(),
        pairs.stream().mapToInt(pair -> pair[1]).toArray(),
        pairs.stream().mapToLong(pair -> pair[2]).toArray());
  }
}
