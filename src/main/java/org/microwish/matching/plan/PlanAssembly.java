package org.microwish.matching.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.microwish.matching.ClaimantProfile;
import org.microwish.matching.Eligibility;
import org.microwish.matching.Eligibility.Pair;
import org.microwish.matching.MessageKind;
import org.microwish.matching.OpenWish;
import org.microwish.matching.Profiles;
import org.microwish.matching.plan.PlanOrder.ClaimantKey;
import org.microwish.matching.plan.PlanOrder.PairKey;
import org.microwish.matching.plan.solver.PlanProblem;
import org.microwish.matching.plan.solver.PlanSolution;
import org.microwish.matching.score.Openness;
import org.microwish.matching.score.Profile;
import org.microwish.matching.score.Reason;
import org.microwish.matching.score.Score;
import org.microwish.matching.score.Weights;
import org.microwish.matching.score.WishFacts;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.money.Money;

/**
 * Converts the facts to the solver's problem, and the solution to the plan's rows. First removes
 * the pinned pairs from the problem, together with the places and money that they use. Longer than
 * 400 lines because the problem and the rows use the same numbering of wishes and claimants.
 */
final class PlanAssembly {

  /** The number of the solver's units in one point. */
  static final long POINT = 100_000;

  /** The time before the claim-by date in which the urgency of a wish grows from 0. */
  private static final Duration URGENT = Duration.ofDays(30);

  /** Converts the reasons of a score to the text that is stored. */
  interface Writer {
    String write(List<Reason> reasons);
  }

  private final PlanOrder order;
  private final List<OpenWish> wishes;
  private final List<ClaimantProfile> claimants;

  /**
   * The claimants that may not claim a wish because they hold a claim on it or their claim lapsed,
   * by the index of the wish.
   */
  private final Map<Integer, Set<Integer>> barred;

  /**
   * The claimants that the solver must not assign to a wish although they may claim the wish, by
   * the index of the wish: those that the order excludes or pins, or that are already invited.
   */
  private final Map<Integer, Set<Integer>> omitted;

  private final WishFacts[] facts;
  private final Score[] scores;
  private final ClaimantKey[] keys;
  private final Map<ClaimantKey, Integer> byKey = new HashMap<>();
  private final Map<Long, Integer> byId = new HashMap<>();
  private final int day;
  private final Instant now;
  private final int mostPairs;

  // What the pinned pairs leave over, by the index of the wish or claimant.
  private final int[] places;
  private final int[] placesTaken;
  private final long[] needs;
  private final int[] rooms;
  private final int[] loads;
  private final long[] purses;

  /** The whole yuan that each claimant gives, including what the pinned pairs use. */
  private long[] given;

  private final boolean[] wholes;

  private final List<String> quotaPaths = new ArrayList<>();
  private int[] quotas;
  private final List<Pinned> pinned = new ArrayList<>();
  private PlanProblem problem;
  private long leftOut;

  /**
   * A pinned pair.
   *
   * @param wish the index of the wish; -1 if the wish or the claimant is not among the facts
   * @param yuan the pledge in whole yuan; 0 for a place
   * @param counted false if the pair is not possible or has no room
   */
  private record Pinned(PairKey pair, int wish, int claimant, long yuan, boolean counted) {}

  /**
   * The facts from which a plan is computed.
   *
   * @param past the pairs that are refused because of an earlier claim
   * @param invited the pairs whose claimant is already invited; the plan contains such a pair only
   *     if an operator pins it
   */
  record Facts(
      List<OpenWish> wishes,
      List<ClaimantProfile> claimants,
      Eligibility.Past past,
      Set<Pair> invited) {}

  /**
   * Builds the problem.
   *
   * @param mostPairs the largest number of pairs to consider
   * @param alive called repeatedly while the pairs are scored, which may take long; renews the
   *     plan's lease
   */
  PlanAssembly(
      PlanOrder order, Facts read, Weights weights, Instant now, int mostPairs, Runnable alive) {
    this.order = order;
    this.wishes = read.wishes();
    this.claimants = read.claimants();
    this.now = now;
    this.mostPairs = mostPairs;
    day = Profiles.day(now);
    facts = wishes.stream().map(OpenWish::facts).toArray(WishFacts[]::new);
    scores =
        claimants.stream().map(one -> new Score(weights, one.profile(), day)).toArray(Score[]::new);
    keys = claimants.stream().map(ClaimantKey::of).toArray(ClaimantKey[]::new);
    for (int i = 0; i < keys.length; i++) {
      byKey.put(keys[i], i);
    }
    for (int i = 0; i < wishes.size(); i++) {
      byId.put(wishes.get(i).id(), i);
    }
    barred = byWish(Stream.concat(read.past().holding().stream(), read.past().barred().stream()));
    omitted =
        byWish(
            Stream.concat(
                read.invited().stream(),
                Stream.concat(order.exclusions().stream(), order.pins().stream())
                    .map(PairKey::pair)));
    places = new int[wishes.size()];
    placesTaken = new int[wishes.size()];
    needs = new long[wishes.size()];
    for (int i = 0; i < places.length; i++) {
      OpenWish wish = wishes.get(i);
      if (wish.capacity() == Capacity.PLACES) {
        places[i] = Math.max(0, wish.places() - wish.placesTaken());
        placesTaken[i] = wish.placesTaken();
      } else {
        needs[i] = yuan(wish.free());
      }
    }
    rooms = claimants.stream().mapToInt(one -> one.profile().room()).toArray();
    loads = claimants.stream().mapToInt(one -> one.profile().recent()).toArray();
    purses = new long[claimants.size()];
    wholes = new boolean[claimants.size()];
    readPledges();
    given = purses.clone();
    readQuotas();
    assemble(alive);
  }

  /** Returns an amount in yuan, rounded down to whole yuan and limited to the solver's range. */
  private static long yuan(BigDecimal amount) {
    return Math.clamp(
        amount.setScale(0, RoundingMode.FLOOR).longValue(), 0, PlanProblem.MOST_MONEY);
  }

  /**
   * Sets the money that each claimant gives: the pledge in the order or, without one, the amount
   * that the claimant itself has stated.
   */
  private void readPledges() {
    for (int i = 0; i < purses.length; i++) {
      Long fen = claimants.get(i).profile().openness().amountFen();
      purses[i] = fen == null ? 0 : Math.min(fen / 100, PlanProblem.MOST_MONEY);
    }
    if (order.pledges() == null) {
      return;
    }
    for (PlanOrder.Pledge pledge : order.pledges()) {
      Integer claimant = byKey.get(pledge.claimant());
      if (claimant != null) {
        purses[claimant] = yuan(pledge.amount().yuan());
        wholes[claimant] = Boolean.TRUE.equals(pledge.whole());
      }
    }
  }

  private void readQuotas() {
    List<Integer> most = new ArrayList<>(List.of(PlanProblem.NO_QUOTA));
    quotaPaths.add("");
    if (order.quotas() != null) {
      for (PlanOrder.Quota quota : order.quotas()) {
        quotaPaths.add(DivisionCode.parse(quota.division()).path());
        most.add(quota.places());
      }
    }
    quotas = most.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Returns the index of the quota that applies to a wish: of the quotas of divisions that contain
   * the wish, that of the smallest division; 0, for no quota, if there is none.
   */
  private int quota(OpenWish wish) {
    int found = 0;
    for (int i = 1; i < quotaPaths.size(); i++) {
      String path = quotaPaths.get(i);
      if (wish.divisionPath().startsWith(path) && path.length() >= quotaPaths.get(found).length()) {
        found = i;
      }
    }
    return found;
  }

  private Map<Integer, Set<Integer>> byWish(Stream<Pair> pairs) {
    Map<Integer, Set<Integer>> found = new HashMap<>();
    pairs.forEach(
        pair -> {
          Integer what = byId.get(pair.wishId());
          Integer who = byKey.get(new ClaimantKey(pair.claimantType(), new Id(pair.claimantId())));
          if (what != null && who != null) {
            found.computeIfAbsent(what, _ -> new HashSet<>()).add(who);
          }
        });
    return found;
  }

  private void assemble(Runnable alive) {
    pin();
    for (int who = 0; who < purses.length; who++) {
      // A pledge becomes a claim, so a claimant without room for a claim cannot pledge.
      purses[who] = rooms[who] > 0 ? purses[who] : 0;
    }
    PlanOrder.Weights weights = order.weighted();
    int perWish = Math.max(1, mostPairs / Math.max(1, wishes.size()));
    Map<String, int[]> admitted = new HashMap<>();
    int[] pairWish = new int[1024];
    int[] pairClaimant = new int[1024];
    long[] pairValue = new long[1024];
    int count = 0;
    for (int i = 0; i < wishes.size(); i++) {
      alive.run();
      OpenWish wish = wishes.get(i);
      if (places[i] == 0 && needs[i] == 0) {
        continue;
      }
      Set<Integer> never = new HashSet<>(barred.getOrDefault(i, Set.of()));
      never.addAll(omitted.getOrDefault(i, Set.of()));
      int[] near =
          admitted.computeIfAbsent(
              wish.claimableBy() + " " + wish.claimableFrom() + " " + area(wish),
              any -> admitted(wish));
      // Each element has the value in the upper bits, inverted, and the claimant in the lower bits,
      // so that sorting puts the best claimants first.
      long[] best = new long[near.length];
      int found = 0;
      for (int who : near) {
        if ((never.isEmpty() || !never.contains(who))
            && !isOwn(i, who)
            && isOpen(i, who)
            && (needs[i] == 0 || given[who] > 0)) {
          long value =
              Math.clamp(
                  (long) scores[who].points(facts[i]) * POINT * weights.scorePerCent() / 100,
                  -PlanProblem.MOST_VALUE,
                  PlanProblem.MOST_VALUE);
          best[found++] = (PlanProblem.MOST_VALUE - value) << 24 | who;
        }
      }
      Arrays.sort(best, 0, found);
      leftOut += Math.max(0, found - perWish);
      int kept = Math.min(found, perWish);
      if (count + kept > pairWish.length) {
        int room = Math.max(count + kept, 2 * pairWish.length);
        pairWish = Arrays.copyOf(pairWish, room);
        pairClaimant = Arrays.copyOf(pairClaimant, room);
        pairValue = Arrays.copyOf(pairValue, room);
      }
      for (int k = 0; k < kept; k++) {
        pairWish[count] = i;
        pairClaimant[count] = (int) (best[k] & 0xffffff);
        pairValue[count] = PlanProblem.MOST_VALUE - (best[k] >> 24);
        count++;
      }
    }
    problem =
        new PlanProblem(
            solverWishes(weights),
            solverClaimants(),
            quotas,
            weights.loadPoints() * POINT,
            Arrays.copyOf(pairWish, count),
            Arrays.copyOf(pairClaimant, count),
            Arrays.copyOf(pairValue, count));
  }

  private static String area(OpenWish wish) {
    return wish.divisionPath().substring(0, Math.min(12, wish.divisionPath().length()));
  }

  /** Returns the indexes of the claimants whose type and area the wish admits. */
  private int[] admitted(OpenWish wish) {
    int[] found = new int[claimants.size()];
    int count = 0;
    for (int who = 0; who < claimants.size(); who++) {
      if (admits(wish, claimants.get(who))) {
        found[count++] = who;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static boolean admits(OpenWish wish, ClaimantProfile claimant) {
    return wish.claimableBy().admits(claimant.type())
        && wish.claimableFrom().admits(wish.divisionPath(), claimant.paths());
  }

  /** Returns true if the claimant is the resident who made the wish. */
  private boolean isOwn(int what, int who) {
    String resident = wishes.get(what).resident();
    return resident != null && resident.equals(claimants.get(who).account());
  }

  /**
   * Returns true if the claimant is open to the wish and to invitations. Not checked for pinned
   * pairs.
   */
  private boolean isOpen(int what, int who) {
    ClaimantProfile claimant = claimants.get(who);
    Openness openness = claimant.profile().openness();
    return openness.open(day)
        && openness.admits(facts[what])
        && !claimant.unwanted().contains(MessageKind.INVITATION);
  }

  private PairKey pair(int what, int who) {
    return new PairKey(
        new Id(wishes.get(what).id()), keys[who].claimantType(), keys[who].claimantId());
  }

  /**
   * Reserves the places, quotas and money of the pinned pairs. A pair that is not possible or has
   * no room stays in the plan, but is not counted.
   */
  private void pin() {
    for (PairKey pair : order.pins()) {
      Integer what = byId.get(pair.wishId().value());
      Integer who = byKey.get(pair.claimant());
      if (what == null || who == null) {
        pinned.add(new Pinned(pair, -1, -1, 0, false));
        continue;
      }
      OpenWish wish = wishes.get(what);
      int quota = quota(wish);
      boolean possible =
          admits(wish, claimants.get(who))
              && !barred.getOrDefault(what, Set.of()).contains(who)
              && !isOwn(what, who);
      boolean room =
          rooms[who] > 0
              && (wish.capacity() == Capacity.PLACES
                  ? places[what] > 0 && quotas[quota] > 0
                  : purses[who] > 0
                      && (wholes[who] ? purses[who] <= needs[what] : needs[what] > 0));
      if (!possible || !room) {
        pinned.add(new Pinned(pair, what, who, 0, false));
      } else if (wish.capacity() == Capacity.PLACES) {
        pinned.add(new Pinned(pair, what, who, 0, true));
        places[what]--;
        placesTaken[what]++;
        rooms[who]--;
        loads[who]++;
        quotas[quota] -= quotas[quota] == PlanProblem.NO_QUOTA ? 0 : 1;
      } else {
        long amount = Math.min(purses[who], needs[what]);
        pinned.add(new Pinned(pair, what, who, amount, true));
        rooms[who]--;
        purses[who] -= amount;
        needs[what] -= amount;
      }
    }
  }

  private List<PlanProblem.Wish> solverWishes(PlanOrder.Weights weights) {
    List<PlanProblem.Wish> all = new ArrayList<>();
    for (int i = 0; i < wishes.size(); i++) {
      OpenWish wish = wishes.get(i);
      long coverage = weights.coveragePoints() * POINT;
      if (wish.claimBy() != null) {
        long left = Duration.between(now, wish.claimBy()).toMinutes();
        long urgent = Math.clamp(URGENT.toMinutes() - left, 0, URGENT.toMinutes());
        coverage += weights.urgencyPoints() * POINT * urgent / URGENT.toMinutes();
      }
      all.add(new PlanProblem.Wish(quota(wish), places[i], placesTaken[i], needs[i], coverage));
    }
    return all;
  }

  private List<PlanProblem.Claimant> solverClaimants() {
    List<PlanProblem.Claimant> all = new ArrayList<>();
    for (int i = 0; i < claimants.size(); i++) {
      all.add(new PlanProblem.Claimant(loads[i], rooms[i], purses[i], wholes[i]));
    }
    return all;
  }

  /** Returns the problem for the solver. */
  PlanProblem problem() {
    return problem;
  }

  /** Returns the number of possible pairs that the problem leaves out. */
  long leftOut() {
    return leftOut;
  }

  // result ----------------------------------------------------------------------------------------

  /** A pair of the plan, as stored. */
  record PairRow(
      long planId,
      int number,
      long wishId,
      String claimantType,
      long claimantId,
      BigDecimal amount,
      long score,
      String reasons,
      boolean pinned,
      boolean counted) {}

  /** A wish without a claimant, as stored. */
  record UnservedRow(
      long planId,
      long wishId,
      String unservedReason,
      String claimantType,
      Long claimantId,
      long here,
      long price,
      Long elsewhere) {}

  /** The load of a claimant, as stored. */
  record LoadRow(
      long planId,
      String claimantType,
      long claimantId,
      int recent,
      int planned,
      int room,
      BigDecimal pledged) {}

  /**
   * The rows that a plan stores.
   *
   * @param served the number of wishes with at least one counted pair
   */
  record Result(List<PairRow> pairs, List<UnservedRow> unserved, List<LoadRow> loads, int served) {}

  /**
   * Returns a solution in which no claimant has more pairs than room, by removing the least
   * valuable pairs of such claimants. Needed because the solver counts only places against the
   * room, but a pledge becomes a claim too.
   */
  PlanSolution withinRooms(PlanSolution solution) {
    long[] units = solution.units().clone();
    int[] used = new int[rooms.length];
    List<Integer> taken = new ArrayList<>();
    for (int pair = 0; pair < units.length; pair++) {
      if (units[pair] > 0) {
        used[problem.pairClaimant()[pair]]++;
        taken.add(pair);
      }
    }
    taken.removeIf(
        pair -> used[problem.pairClaimant()[pair]] <= rooms[problem.pairClaimant()[pair]]);
    if (taken.isEmpty()) {
      return solution;
    }
    taken.sort(Comparator.comparingLong(pair -> problem.worth(pair, units[pair])));
    for (int pair : taken) {
      int who = problem.pairClaimant()[pair];
      if (used[who] > rooms[who]) {
        used[who]--;
        units[pair] = 0;
      }
    }
    Set<Integer> served = new HashSet<>();
    for (int pair = 0; pair < units.length; pair++) {
      if (units[pair] > 0) {
        served.add(problem.pairWish()[pair]);
      }
    }
    List<PlanSolution.Unserved> unserved = new ArrayList<>(solution.unserved());
    taken.stream()
        .map(pair -> problem.pairWish()[pair])
        .filter(what -> !served.contains(what))
        .distinct()
        .forEach(
            what ->
                unserved.add(
                    new PlanSolution.Unserved(
                        what, PlanSolution.UnservedReason.EVERYBODY_FULL, -1, 0, 0, -1)));
    long total = problem.value(units);
    return new PlanSolution(
        units,
        total,
        solution.bound(),
        total == solution.bound(),
        Math.min(total, solution.greedyTotal()),
        unserved);
  }

  Result result(long planId, PlanSolution solution, Writer writer) {
    Rows rows = new Rows(planId, writer);
    pinned.forEach(rows::add);
    // Add pledges that may be split last: the last pledge to a wish can also take the remaining fen
    // of its budget.
    for (boolean split : new boolean[] {false, true}) {
      for (int pair = 0; pair < solution.units().length; pair++) {
        int what = problem.pairWish()[pair];
        int who = problem.pairClaimant()[pair];
        long yuan = needs[what] > 0 ? solution.units()[pair] : 0;
        if (solution.units()[pair] > 0 && split == (yuan > 0 && !wholes[who])) {
          rows.add(new Pinned(pair(what, who), what, who, yuan, true), false);
        }
      }
    }
    List<UnservedRow> unserved = new ArrayList<>();
    for (PlanSolution.Unserved one : solution.unserved()) {
      if (!rows.served.contains(one.wish())) {
        ClaimantKey closest = one.claimant() < 0 ? null : keys[one.claimant()];
        unserved.add(
            new UnservedRow(
                planId,
                wishes.get(one.wish()).id(),
                one.reason().name(),
                closest == null ? null : closest.claimantType().name(),
                closest == null ? null : closest.claimantId().value(),
                one.here(),
                one.price(),
                one.elsewhere() < 0 ? null : wishes.get(one.elsewhere()).id()));
      }
    }
    return new Result(rows.pairs, unserved, rows.loads(), rows.served.size());
  }

  /** Collects the rows of a plan. */
  private final class Rows {
    private final long planId;
    private final Writer writer;
    private final List<PairRow> pairs = new ArrayList<>();
    private final Set<Integer> served = new HashSet<>();
    private final int[] planned = new int[claimants.size()];
    private final BigDecimal[] pledged = new BigDecimal[claimants.size()];

    /** The unpledged part of the budget, by the index of the wish, after the rows so far. */
    private final Map<Integer, BigDecimal> left = new LinkedHashMap<>();

    Rows(long planId, Writer writer) {
      this.planId = planId;
      this.writer = writer;
      Arrays.fill(pledged, BigDecimal.ZERO);
    }

    void add(Pinned one) {
      add(one, true);
    }

    void add(Pinned one, boolean isPinned) {
      boolean known = one.wish() >= 0;
      Score score = known ? scores[one.claimant()] : null;
      BigDecimal amount = one.yuan() == 0 ? null : amount(one);
      pairs.add(
          new PairRow(
              planId,
              pairs.size() + 1,
              one.pair().wishId().value(),
              one.pair().claimantType().name(),
              one.pair().claimantId().value(),
              amount,
              known ? score.points(facts[one.wish()]) : 0,
              writer.write(known ? score.reasons(facts[one.wish()]) : List.of()),
              isPinned,
              one.counted()));
      if (one.counted()) {
        served.add(one.wish());
        planned[one.claimant()]++;
        pledged[one.claimant()] =
            amount == null ? pledged[one.claimant()] : pledged[one.claimant()].add(amount);
      }
    }

    /**
     * Returns the amount of a pledge: the whole yuan of the solution. If a pledge that may be split
     * leaves less than one yuan of the budget, the amount also includes this rest.
     */
    private BigDecimal amount(Pinned one) {
      int who = one.claimant();
      BigDecimal amount = Money.of(BigDecimal.valueOf(one.yuan())).yuan();
      BigDecimal free = left.computeIfAbsent(one.wish(), wish -> wishes.get(wish).free());
      BigDecimal rest = free.subtract(amount);
      boolean completes = rest.signum() > 0 && rest.compareTo(BigDecimal.ONE) < 0;
      boolean has = pledged[who].add(free).compareTo(BigDecimal.valueOf(given[who])) <= 0;
      if (completes && has && !wholes[who]) {
        amount = free;
      }
      left.put(one.wish(), free.subtract(amount));
      return amount;
    }

    List<LoadRow> loads() {
      List<LoadRow> rows = new ArrayList<>();
      for (int i = 0; i < planned.length; i++) {
        Profile claimant = claimants.get(i).profile();
        rows.add(
            new LoadRow(
                planId,
                keys[i].claimantType().name(),
                keys[i].claimantId().value(),
                claimant.recent(),
                planned[i],
                claimant.room(),
                pledged[i]));
      }
      return rows;
    }
  }

  /** Converts a value from the solver's unit to points, rounded to two decimals. */
  static double points(long value) {
    return Math.round(100.0 * value / POINT) / 100.0;
  }
}
