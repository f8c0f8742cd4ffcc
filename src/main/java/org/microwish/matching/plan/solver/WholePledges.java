package org.microwish.matching.plan.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Assigns money if some pledges must not be split, by Lagrangian relaxation. The condition that
 * each claimant spends its money only once is relaxed: a claimant may promise the money to several
 * wishes, but pays a price for each promise. Each wish then independently chooses the best promises
 * that fit its need (a knapsack problem). The sum of all gains plus the prices is an upper bound
 * for every assignment. Subgradient steps lower this bound: they raise the price of money that is
 * promised twice, and lower the price of money that is not promised. After each step, a repair
 * turns the choices into an assignment: money that is promised twice goes to the wish where it is
 * worth most, and the remaining pledges go where they fit, if necessary by exchanges. See Fisher,
 * The Lagrangian relaxation method for solving integer programming problems, 1981. Longer than 400
 * lines because bound, repair and exchange work on the same arrays.
 */
final class WholePledges {

  private static final int STEPS = 200;

  /** After this many steps without a better bound, the steps become half as long. */
  private static final int PATIENCE = 10;

  /** The steps end when the best value is within 1/{@value} of the bound. */
  private static final long CLOSE = 1_000_000;

  /**
   * Maximum number of different sizes of pledges in a knapsack problem. Sizes are rounded down,
   * which can only raise the bound.
   */
  private static final long CELLS = 1_000;

  private final PlanProblem problem;

  /** The pairs of each wish. */
  private final List<List<Integer>> ofWish = new ArrayList<>();

  /** The pairs of each claimant, those with the highest rates first. */
  private final List<List<Integer>> ofClaimant = new ArrayList<>();

  /** The price of promising a claimant's whole purse, by claimant. */
  private final long[] prices;

  /** The wishes that need money. */
  private final List<Integer> moneyWishes = new ArrayList<>();

  /** The claimants whose pledges must not be split, in descending order of the best value. */
  private final List<Integer> wholes = new ArrayList<>();

  /** The claimants whose pledges may be split. */
  private final List<Integer> splitters = new ArrayList<>();

  /** Returns true if the time is over. */
  private BooleanSupplier stopped = () -> false;

  private long bestEstimate = -1;
  private long bestBound = Long.MAX_VALUE;
  private long bestValue = -1;
  private long[] bestUnits;

  /**
   * Prepares the search.
   *
   * @param problem a problem that contains only pairs whose claimant can pay money
   * @param network the solved network, which may split all pledges; its prices are the first prices
   */
  WholePledges(PlanProblem problem, PlanNetwork network) {
    this.problem = problem;
    problem.wishes().forEach(wish -> ofWish.add(new ArrayList<>()));
    problem.claimants().forEach(claimant -> ofClaimant.add(new ArrayList<>()));
    for (int pair = 0; pair < problem.pairs(); pair++) {
      ofWish.get(problem.pairWish()[pair]).add(pair);
      ofClaimant.get(problem.pairClaimant()[pair]).add(pair);
    }
    for (int what = 0; what < ofWish.size(); what++) {
      if (!ofWish.get(what).isEmpty()) {
        moneyWishes.add(what);
      }
    }
    for (int who = 0; who < ofClaimant.size(); who++) {
      List<Integer> pairs = ofClaimant.get(who);
      pairs.sort(Comparator.comparingLong(problem::rate).reversed());
      if (!pairs.isEmpty()) {
        (problem.claimants().get(who).whole() ? wholes : splitters).add(who);
      }
    }
    wholes.sort(
        Comparator.comparingLong((Integer who) -> worth(ofClaimant.get(who).getFirst()))
            .reversed());
    prices = new long[ofClaimant.size()];
    for (int who = 0; who < prices.length; who++) {
      prices[who] =
          ofClaimant.get(who).isEmpty()
              ? 0
              : Math.max(0, network.pursePrice(who)) * problem.claimants().get(who).purse();
    }
  }

  /** Returns true if an assignment splits no pledge that must not be split. */
  static boolean areKept(PlanProblem problem, long[] units) {
    for (int pair = 0; pair < units.length; pair++) {
      PlanProblem.Claimant claimant = problem.claimant(pair);
      if (problem.wish(pair).needsMoney()
          && claimant.whole()
          && units[pair] != 0
          && units[pair] != claimant.purse()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Runs the steps until the bound is almost reached or the time is over, at most {@link #STEPS}.
   *
   * @param start an assignment that splits no pledge that must not be split
   */
  void solve(long[] start, BooleanSupplier isOver) {
    stopped = isOver;
    offer(start);
    double length = 1.5;
    int since = 0;
    for (int step = 0; step < STEPS && !isClose() && !stopped.getAsBoolean(); step++) {
      Choice choice = choose();
      if (choice == null) {
        break;
      }
      since = choice.bound < bestBound ? 0 : since + 1;
      bestBound = Math.min(bestBound, choice.bound);
      repair(choice.units, step);
      if (since == PATIENCE) {
        since = 0;
        length /= 2;
      }
      if (!move(choice, length)) {
        break;
      }
    }
  }

  private boolean isClose() {
    return bestBound - bestValue <= bestValue / CLOSE;
  }

  /** Returns a value that no assignment of the money exceeds. */
  long bound() {
    return bestBound;
  }

  /** Returns the value of the best assignment of the money. */
  long value() {
    return bestValue;
  }

  /** Returns the yuan of each pair. */
  long[] units() {
    return bestUnits;
  }

  private void offer(long[] units) {
    long value = problem.value(units);
    if (value > bestValue) {
      bestValue = value;
      bestUnits = units;
    }
  }

  // the relaxed problem ---------------------------------------------------------------------------

  /**
   * The choices of the wishes at the current prices.
   *
   * @param bound the upper bound that follows from the choices
   * @param units the yuan of each pair; a claimant may occur in several wishes
   */
  private record Choice(long bound, long[] units) {}

  /** Lets each wish choose at the current prices; returns null if the time is over. */
  private Choice choose() {
    long bound = Arrays.stream(prices).sum();
    long[] units = new long[problem.pairs()];
    for (int what = 0; what < ofWish.size(); what++) {
      if (!ofWish.get(what).isEmpty()) {
        if (stopped.getAsBoolean()) {
          return null;
        }
        bound += knapsack(what, units);
      }
    }
    return new Choice(bound, units);
  }

  /**
   * Chooses the best promises for one wish and writes their amounts to {@code units}; returns their
   * gain after their prices.
   */
  private long knapsack(int what, long[] units) {
    long need = problem.wishes().get(what).need();
    List<Integer> wholes = new ArrayList<>();
    List<Integer> parts = new ArrayList<>();
    long divisor = 0;
    for (int pair : ofWish.get(what)) {
      (problem.claimant(pair).whole() ? wholes : parts).add(pair);
      divisor =
          problem.claimant(pair).whole() ? gcd(problem.claimant(pair).purse(), divisor) : divisor;
    }
    // Sizes are mostly round amounts; then the greatest common divisor represents them exactly.
    long cell = Math.max(divisor, (need + CELLS - 1) / CELLS);
    int cells = (int) (need / cell);
    // best[c]: the largest gain of whole pledges whose sizes, in cells, sum to at most c.
    long[] best = new long[cells + 1];
    boolean[][] taken = new boolean[wholes.size()][cells + 1];
    for (int item = 0; item < wholes.size(); item++) {
      int pair = wholes.get(item);
      long amount = problem.claimant(pair).purse();
      int size = (int) (amount / cell);
      long gain = problem.rate(pair) * amount - prices[problem.pairClaimant()[pair]];
      for (int sum = cells; gain > 0 && sum >= size; sum--) {
        if (best[sum - size] + gain > best[sum]) {
          best[sum] = best[sum - size] + gain;
          taken[item][sum] = true;
        }
      }
    }
    // Pledges that may be split fill the rest, those with the largest gain per yuan first.
    parts.removeIf(pair -> gain(pair) <= 0);
    parts.sort(Comparator.comparingDouble(this::gain).reversed());
    int chosen = cells;
    long most = best[cells];
    for (int sum = 0; sum <= cells && !parts.isEmpty(); sum++) {
      long whole = best[sum] + fillRest(parts, need - sum * cell, null);
      if (whole > most) {
        most = whole;
        chosen = sum;
      }
    }
    if (!parts.isEmpty()) {
      fillRest(parts, need - chosen * cell, units);
    }
    for (int item = wholes.size() - 1, sum = chosen; item >= 0; item--) {
      if (taken[item][sum]) {
        int pair = wholes.get(item);
        units[pair] = problem.claimant(pair).purse();
        sum -= (int) (units[pair] / cell);
      }
    }
    return most;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Returns the gain of one yuan of a pair after its price. */
  private double gain(int pair) {
    return problem.rate(pair)
        - (double) prices[problem.pairClaimant()[pair]] / problem.claimant(pair).purse();
  }

  /**
   * Fills the rest of a need with pledges that may be split; returns the gain, rounded up.
   *
   * @param note receives the amount of each pair; null to compute only the gain
   */
  private long fillRest(List<Integer> parts, long rest, long[] note) {
    double total = 0;
    long left = rest;
    for (int pair : parts) {
      if (left == 0) {
        break;
      }
      long amount = Math.min(left, problem.most(pair));
      total += amount * gain(pair);
      left -= amount;
      if (note != null) {
        note[pair] = amount;
      }
    }
    return (long) Math.ceil(total);
  }

  /**
   * Changes the prices along the subgradient; returns false if the choices spend each claimant's
   * money exactly once, so that no price needs to change.
   */
  private boolean move(Choice choice, double length) {
    double[] unspent = new double[prices.length];
    double norm = 0;
    for (int who = 0; who < prices.length; who++) {
      double promised = 0;
      for (int pair : ofClaimant.get(who)) {
        promised += choice.units[pair];
      }
      if (!ofClaimant.get(who).isEmpty()) {
        unspent[who] = 1 - promised / problem.claimants().get(who).purse();
        // A price of zero cannot fall.
        if (prices[who] > 0 || unspent[who] < 0) {
          norm += unspent[who] * unspent[who];
        }
      }
    }
    if (norm < 1e-9) {
      return false;
    }
    double step = length * Math.max(1, choice.bound - bestValue) / norm;
    for (int who = 0; who < prices.length; who++) {
      prices[who] = Math.max(0, prices[who] - Math.round(step * unspent[who]));
    }
    return true;
  }

  // repair ----------------------------------------------------------------------------------------

  /** Turns the choices of the wishes into an assignment, first without and then with exchanges. */
  private void repair(long[] choice, int step) {
    int[] at = new int[ofClaimant.size()];
    Arrays.fill(at, -1);
    long[] room = problem.wishes().stream().mapToLong(PlanProblem.Wish::need).toArray();
    for (int who : wholes) {
      place(who, at, room, pair -> choice[pair] > 0);
    }
    finish(at);
    for (int who : wholes) {
      place(who, at, room, pair -> true);
    }
    // Exchanges take most of a step's time: make them only after a step that is better than all
    // earlier ones, and after every PATIENCE steps.
    if (finish(at) || step % PATIENCE == 0) {
      exchange(at, room);
      finish(at);
    }
  }

  /** Returns the value of a pair whose claimant pays its whole pledge. */
  private long worth(int pair) {
    return problem.rate(pair) * problem.claimant(pair).purse();
  }

  private interface Eligible {
    boolean test(int pair);
  }

  /**
   * Assigns a claimant's whole pledge, if it is not assigned yet, to the eligible wish where it
   * fits and is worth most.
   *
   * @param at the pair to which each claimant is assigned; -1 for none
   * @param room the money that each wish still needs
   */
  private void place(int who, int[] at, long[] room, Eligible eligible) {
    if (at[who] >= 0) {
      return;
    }
    int best = -1;
    for (int pair : ofClaimant.get(who)) {
      if (eligible.test(pair)
          && room[problem.pairWish()[pair]] >= problem.claimant(pair).purse()
          && worth(pair) > (best < 0 ? 0 : worth(best))) {
        best = pair;
      }
    }
    put(who, best, at, room);
  }

  private void put(int who, int pair, int[] at, long[] room) {
    if (at[who] >= 0) {
      room[problem.pairWish()[at[who]]] += problem.claimants().get(who).purse();
    }
    at[who] = pair;
    if (pair >= 0) {
      room[problem.pairWish()[pair]] -= problem.claimants().get(who).purse();
    }
  }

  /** Moves pledges to other wishes, or replaces one by another, as long as this adds value. */
  private void exchange(int[] at, long[] room) {
    boolean better = true;
    // Each round raises the value, so the rounds end; the limit only bounds the time.
    for (int round = 0; better && round < 20; round++) {
      better = false;
      for (int who : wholes) {
        if (stopped.getAsBoolean()) {
          return;
        }
        for (int pair : ofClaimant.get(who)) {
          long before = at[who] < 0 ? 0 : worth(at[who]);
          if (pair != at[who] && improve(who, pair, worth(pair) - before, at, room)) {
            better = true;
          }
        }
      }
    }
  }

  private boolean improve(int who, int pair, long more, int[] at, long[] room) {
    int what = problem.pairWish()[pair];
    long size = problem.claimants().get(who).purse();
    if (room[what] >= size) {
      if (more > 0) {
        put(who, pair, at, room);
      }
      return more > 0;
    }
    for (int other : wholes) {
      if (other == who
          || at[other] < 0
          || problem.pairWish()[at[other]] != what
          || room[what] + problem.claimants().get(other).purse() < size) {
        continue;
      }
      int from = at[other];
      int home = at[who];
      put(other, -1, at, room);
      put(who, pair, at, room);
      place(other, at, room, any -> true);
      if (more - worth(from) + (at[other] < 0 ? 0 : worth(at[other])) > 0) {
        return true;
      }
      put(other, -1, at, room);
      put(who, home, at, room);
      put(other, from, at, room);
    }
    return false;
  }

  /**
   * Completes an assignment of whole pledges with the pledges that may be split, and stores the
   * result if it is the best so far. Computes the exact completion only if a quick estimate is
   * better than all earlier estimates.
   *
   * @return true if the estimate was better
   */
  private boolean finish(int[] at) {
    long[] units = new long[problem.pairs()];
    long[] left = problem.wishes().stream().mapToLong(PlanProblem.Wish::need).toArray();
    long value = 0;
    for (int who = 0; who < at.length; who++) {
      if (at[who] >= 0) {
        units[at[who]] = problem.claimants().get(who).purse();
        left[problem.pairWish()[at[who]]] -= units[at[who]];
        value += worth(at[who]);
      }
    }
    long estimate = value + quickFill(left.clone());
    boolean better = estimate > bestEstimate;
    if (better) {
      bestEstimate = estimate;
      fill(units, left);
      offer(units);
    }
    return better;
  }

  /** Returns the value of a quick completion, which spends each pledge where it is worth most. */
  private long quickFill(long[] left) {
    long value = 0;
    for (int who : splitters) {
      long purse = problem.claimants().get(who).purse();
      for (int pair : ofClaimant.get(who)) {
        long amount = Math.min(purse, left[problem.pairWish()[pair]]);
        value += amount * problem.rate(pair);
        purse -= amount;
        left[problem.pairWish()[pair]] -= amount;
      }
    }
    return value;
  }

  /** Completes an assignment with the pledges that may be split, in the best possible way. */
  private void fill(long[] units, long[] left) {
    int firstSplitter = 2 + moneyWishes.size();
    MinimumCostFlow flow =
        new MinimumCostFlow(firstSplitter + splitters.size(), 16 * splitters.size());
    List<Integer> pairs = new ArrayList<>();
    List<Integer> arcs = new ArrayList<>();
    long supply = 0;
    for (int i = 0; i < splitters.size(); i++) {
      long purse = problem.claimants().get(splitters.get(i)).purse();
      flow.add(0, firstSplitter + i, purse, 0);
      supply += purse;
    }
    for (int w = 0; w < moneyWishes.size(); w++) {
      int what = moneyWishes.get(w);
      flow.add(2 + w, 1, left[what], 0);
      for (int pair : ofWish.get(what)) {
        int splitter = Collections.binarySearch(splitters, problem.pairClaimant()[pair]);
        if (splitter >= 0) {
          pairs.add(pair);
          arcs.add(
              flow.add(
                  firstSplitter + splitter,
                  2 + w,
                  Math.min(left[what], problem.most(pair)),
                  -problem.rate(pair)));
        }
      }
    }
    if (!pairs.isEmpty()) {
      flow.add(1, 0, supply, 0);
      flow.solve(stopped);
      for (int i = 0; i < pairs.size(); i++) {
        units[pairs.get(i)] = flow.flow(arcs.get(i));
      }
    }
  }
}
