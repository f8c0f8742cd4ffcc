package org.microwish.matching.plan;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import org.jboss.logging.Logger;
import org.microwish.ledger.Ledger;
import org.microwish.matching.ClaimantProfile;
import org.microwish.matching.CurrentWeights;
import org.microwish.matching.Eligibility;
import org.microwish.matching.OpenWish;
import org.microwish.matching.Profiles;
import org.microwish.matching.plan.MatchingPlan.Phase;
import org.microwish.matching.plan.MatchingPlan.State;
import org.microwish.matching.plan.solver.PlanProblem;
import org.microwish.matching.plan.solver.PlanSolution;
import org.microwish.matching.plan.solver.Planner;
import org.microwish.matching.score.Term;
import org.microwish.matching.score.Weights;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.Failures;
import org.microwish.problem.ProblemType;

/**
 * Computes plans, one at a time. If an instance fails during an attempt, the lease of the plan
 * expires, and another instance begins a new attempt from the start. Only the last attempt may
 * write, so all writes of an earlier attempt fail. A plan becomes COMPLETED in a separate
 * transaction after its rows are written.
 */
@ApplicationScoped
public class PlanJobs {

  private static final Logger LOG = Logger.getLogger(PlanJobs.class);

  /** How long a lease lasts after its last renewal. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  /** How often a computation renews its lease. */
  private static final Duration RENEWAL = Duration.ofSeconds(5);

  /** Maximum number of attempts; if all fail, the cause is probably the plan itself. */
  private static final int ATTEMPTS = 3;

  /** The number of rows that one transaction writes. */
  private static final int CHUNK = 1_000;

  private final EntityManager entities;
  private final PlanQueries queries;
  private final Ledger ledger;
  private final PlanService plans;
  private final Profiles profiles;
  private final Eligibility eligibility;
  private final PlanConfig config;
  private final CurrentWeights current;
  private final Weights weights;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final Sweep sweep;
  private final Bulk bulk;
  private final Time time;

  PlanJobs(
      EntityManager entities,
      PlanQueries queries,
      Ledger ledger,
      PlanService plans,
      Profiles profiles,
      Eligibility eligibility,
      PlanConfig config,
      CurrentWeights current,
      Transactions transactions,
      DatabaseClock clock,
      Sweep sweep,
      Bulk bulk,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.ledger = ledger;
    this.plans = plans;
    this.profiles = profiles;
    this.eligibility = eligibility;
    this.config = config;
    this.current = current;
    weights = withoutRecent(current.configured());
    this.transactions = transactions;
    this.clock = clock;
    this.sweep = sweep;
    this.bulk = bulk;
    this.time = time;
  }

  /**
   * Returns the weights without the penalty for recent claims, because the total of a plan already
   * contains a penalty for load, which counts recent claims.
   */
  private static Weights withoutRecent(Weights all) {
    Map<Term, Integer> points = new EnumMap<>(all.points());
    points.put(Term.RECENT, 0);
    return new Weights(all.version(), points);
  }

  /** Thrown if another instance has begun a newer attempt. */
  private static final class Overtaken extends RuntimeException {
    Overtaken() {
      super("overtaken", null, false, false);
    }
  }

  /**
   * Leases one unfinished plan that has no valid lease, and computes the plan.
   *
   * @return false if there was no such plan
   */
  public boolean work() {
    MatchingPlan plan = transactions.call(this::lease);
    if (plan == null) {
      return false;
    }
    try {
      if (plan.attempts > ATTEMPTS) {
        fail(plan);
      } else {
        compute(plan);
      }
    } catch (Overtaken rival) {
      LOG.debugf("Plan %d was taken over", plan.id);
    } catch (RuntimeException thrown) {
      ProblemType type = Failures.toProblem(thrown).type();
      if (type == ProblemType.BUSY || type == ProblemType.DATABASE_UNAVAILABLE) {
        // The next attempt begins when the lease has expired.
        throw thrown;
      }
      LOG.errorf(thrown, "Plan %d could not be computed", plan.id);
      fail(plan);
    }
    return true;
  }

  private MatchingPlan lease() {
    Instant now = clock.now();
    return queries.waiting(State.RUNNING, now).stream()
        .filter(id -> queries.lease(id, State.RUNNING, now, now.plus(LEASE)) == 1)
        .findFirst()
        .map(id -> entities.find(MatchingPlan.class, id))
        .orElse(null);
  }

  /**
   * Locks the plan in the running transaction, renews its lease and records the phase. Throws
   * Overtaken if this is no longer the last attempt.
   */
  private void keep(MatchingPlan plan, Phase phase) {
    Instant until = clock.now().plus(LEASE);
    if (queries.keep(plan.id, plan.attempts, State.RUNNING, phase, until) == 0) {
      throw new Overtaken();
    }
  }

  private void fail(MatchingPlan plan) {
    transactions.run(
        () -> {
          keep(plan, Phase.DONE);
          MatchingPlan failed = entities.find(MatchingPlan.class, plan.id);
          failed.state = State.FAILED;
          failed.finishedAt = time.now();
        });
  }

  /** The facts read in the first phase, and the number of ledger leaves that they include. */
  private record Read(long treeSize, PlanAssembly.Facts facts) {}

  private void compute(MatchingPlan plan) {
    long begun = System.nanoTime();
    PlanOrder order = plans.order(plan);
    Read read =
        transactions.call(
            () -> {
              keep(plan, Phase.SCORING);
              return read(plan, order);
            });
    PlanAssembly assembly =
        new PlanAssembly(
            order,
            read.facts,
            weights,
            time.now(),
            Math.min(config.pairs(), PlanProblem.MOST_PAIRS),
            renewal(plan, Phase.SCORING));
    transactions.run(
        () -> {
          keep(plan, Phase.SOLVING);
          MatchingPlan stored = entities.find(MatchingPlan.class, plan.id);
          stored.treeSize = read.treeSize;
          stored.weightsVersion = current.get().version();
          stored.wishes = read.facts.wishes().size();
          stored.claimants = read.facts.claimants().size();
          stored.pairsConsidered = assembly.problem().pairs();
          stored.pairsLeftOut = assembly.leftOut();
        });
    PlanSolution solution =
        assembly.withinRooms(Planner.solve(assembly.problem(), limit(plan, order)));
    PlanAssembly.Result result = assembly.result(plan.id, solution, plans::write);
    store(plan, result);
    transactions.run(
        () -> {
          keep(plan, Phase.DONE);
          finish(entities.find(MatchingPlan.class, plan.id), result, solution);
        });
    LOG.infof(
        "Plan %d: %d wishes, %d claimants, %d pairs considered, %d in the plan, in %d ms%s",
        plan.id,
        read.facts.wishes().size(),
        read.facts.claimants().size(),
        assembly.problem().pairs(),
        result.pairs().size(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
        solution.proven() ? "" : ", not proven best");
  }

  private Read read(MatchingPlan plan, PlanOrder order) {
    Instant now = time.now();
    // Read the tree size before the facts: the facts then include the changes of these leaves.
    long treeSize = ledger.size();
    // Leave out named wishes that are no longer open, so that an old plan can be revised.
    List<OpenWish> wishes =
        order.wishes() == null
            ? profiles.open(plan.divisionPath, config.wishes(), now)
            : profiles.open(order.wishIds(), now);
    List<ClaimantProfile> claimants =
        order.claimants() == null
            ? profiles.around(area(plan.divisionPath), config.claimants(), now)
            : List.copyOf(plans.claimants(order.claimants(), now).values());
    List<Long> ids = wishes.stream().map(OpenWish::id).toList();
    return new Read(
        treeSize,
        new PlanAssembly.Facts(
            wishes, claimants, eligibility.past(ids, now), eligibility.invited(ids).keySet()));
  }

  /** Returns the path of the street that contains a division; a path above street level itself. */
  private static String area(String path) {
    String street = DivisionCode.streetPath(path);
    return street == null ? path : street;
  }

  /** Returns an action that renews the lease of a plan if the last renewal is long enough ago. */
  private Runnable renewal(MatchingPlan plan, Phase phase) {
    long[] renewed = {System.nanoTime()};
    return () -> {
      long now = System.nanoTime();
      if (now - renewed[0] > RENEWAL.toNanos()) {
        renewed[0] = now;
        transactions.run(() -> keep(plan, phase));
      }
    };
  }

  /** Returns a check for the end of the time limit; the check also renews the lease. */
  private BooleanSupplier limit(MatchingPlan plan, PlanOrder order) {
    Duration whole =
        order.timeLimit() == null ? config.timeLimit() : Duration.ofSeconds(order.timeLimit());
    long begun = System.nanoTime();
    Runnable renewal = renewal(plan, Phase.SOLVING);
    return () -> {
      renewal.run();
      return System.nanoTime() - begun > whole.toNanos();
    };
  }

  /** Writes the rows in chunks; first deletes the rows of an attempt that failed. */
  private void store(MatchingPlan plan, PlanAssembly.Result result) {
    tables(plan.id)
        .forEach(
            rows ->
                transactions.deleteAll(
                    limit -> {
                      // Lock first: an overtaken attempt must not delete rows of a newer attempt.
                      keep(plan, Phase.STORING);
                      return rows.applyAsInt(limit);
                    }));
    insert(
        plan,
        """
        INSERT INTO matching_plan_pair (plan_id, number, wish_id, claimant_type, claimant_id,
          amount, score, reasons, pinned, counted)
        VALUES (:planId, :number, :wishId, :claimantType, :claimantId, :amount, :score, :reasons,
          :pinned, :counted)
        """,
        result.pairs());
    insert(
        plan,
        """
        INSERT INTO matching_plan_unserved (plan_id, wish_id, reason, claimant_type, claimant_id,
          here, price, elsewhere)
        VALUES (:planId, :wishId, :unservedReason, :claimantType, :claimantId, :here, :price, :elsewhere)
        """,
        result.unserved());
    insert(
        plan,
        """
        INSERT INTO matching_plan_load (plan_id, claimant_type, claimant_id, recent, planned, room,
          pledged)
        VALUES (:planId, :claimantType, :claimantId, :recent, :planned, :room, :pledged)
        """,
        result.loads());
  }

  private void insert(MatchingPlan plan, String sql, List<? extends Record> rows) {
    for (List<? extends Record> some : Rows.chunks(new ArrayList<Record>(rows), CHUNK)) {
      transactions.run(
          () -> {
            keep(plan, Phase.STORING);
            bulk.run(sql, some);
          });
    }
  }

  private void finish(MatchingPlan plan, PlanAssembly.Result result, PlanSolution solution) {
    plan.state = State.COMPLETED;
    plan.finishedAt = time.now();
    plan.pairs = result.pairs().size();
    plan.wishesServed = result.served();
    plan.total = solution.total();
    plan.bound = solution.bound();
    plan.greedyTotal = solution.greedyTotal();
    plan.provenBest = solution.proven();
  }

  private void deleteRows(long id) {
    tables(id).forEach(transactions::deleteAll);
  }

  private List<IntUnaryOperator> tables(long id) {
    return List.of(
        limit -> queries.deletePairs(id, limit),
        limit -> queries.deleteUnserved(id, limit),
        limit -> queries.deleteLoads(id, limit));
  }

  /** Deletes the plans that are no longer kept; returns how many. */
  public int expire() {
    return sweep.run(
        "expired plans",
        100,
        queries::expired,
        (id, now) -> {
          // Delete the plan's own row last: after a crash, the next run finds the plan again.
          deleteRows(id);
          return transactions.call(() -> queries.delete(id) == 1);
        });
  }
}
