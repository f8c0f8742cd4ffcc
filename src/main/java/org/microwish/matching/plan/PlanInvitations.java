package org.microwish.matching.plan;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.matching.Eligibility;
import org.microwish.matching.Eligibility.Pair;
import org.microwish.matching.plan.MatchingPlan.State;
import org.microwish.matching.plan.PlanPair.Sending;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.Failures;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.invitation.InvitationService;
import org.microwish.wish.money.Money;

/**
 * Sends the invitations of plans. Each invitation is sent in a transaction of its own, which locks
 * the pair and marks it as sent. So each invitation is sent exactly once, even after a crash and
 * with any number of instances. The lease of a request only keeps instances from waiting for each
 * other's locks.
 */
@ApplicationScoped
class PlanInvitations {

  private static final Logger LOG = Logger.getLogger(PlanInvitations.class);

  /** How long a lease lasts; longer than one step takes. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  /** How long a request rests after one of its wishes was busy. */
  static final Duration REST = Duration.ofSeconds(1);

  /** What one call of {@link #send(int)} did. */
  enum Round {
    /** Leased a request; there may be more to send. */
    SENT,
    /** Leased a request of which a wish was busy; it can be leased again after {@link #REST}. */
    BUSY,
    /** Found no request without a valid lease. */
    NOTHING
  }

  /** CDI event: the current transaction requests that invitations be sent. */
  record Asked() {}

  private final PlanService plans;
  private final PlanQueries queries;
  private final Eligibility eligibility;
  private final InvitationService invitations;
  private final EntityManager entities;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final Ids ids;
  private final Time time;
  private final Event<Asked> asked;

  PlanInvitations(
      PlanService plans,
      PlanQueries queries,
      Eligibility eligibility,
      InvitationService invitations,
      EntityManager entities,
      Transactions transactions,
      DatabaseClock clock,
      Ids ids,
      Time time,
      Event<Asked> asked) {
    this.plans = plans;
    this.queries = queries;
    this.eligibility = eligibility;
    this.invitations = invitations;
    this.entities = entities;
    this.transactions = transactions;
    this.clock = clock;
    this.ids = ids;
    this.time = time;
    this.asked = asked;
  }

  /**
   * Records, in the running transaction, a request to send the invitations of a plan. Does not
   * change pairs whose invitation is already sent or waiting to be sent.
   *
   * @throws ProblemException NOT_FOUND if the plan is not in the caller's division; STATE_CONFLICT
   *     if the plan is not computed; PLAN_EMPTY if it has no pair; VALIDATION_FAILED if a pair is
   *     not in the plan or is named twice, or if the expiry time of the invitations is not allowed
   */
  MatchingPlan ask(Caller caller, long id, PlanResource.InvitationOrder order) {
    MatchingPlan plan = plans.require(caller, id);
    if (plan.state != State.COMPLETED) {
      throw ProblemType.STATE_CONFLICT.exception().with("state", plan.state);
    }
    if (plan.pairs == 0) {
      throw ProblemType.PLAN_EMPTY.exception();
    }
    if (order.until() != null) {
      invitations.runsOutAt(order.until());
    }
    PlanSending sending = new PlanSending();
    sending.id = ids.next();
    sending.planId = id;
    sending.account = caller.account();
    sending.divisionPath = caller.divisionPath();
    sending.reserved = Boolean.TRUE.equals(order.reserved());
    sending.untilAt = order.until();
    // Create the request with an expired lease, whatever the database's clock shows.
    sending.leaseUntil = Instant.EPOCH;
    int count = 0;
    if (order.pairs() == null) {
      count = queries.ask(id, sending.id, Sending.TO_SEND, Sending.REFUSED);
    } else {
      for (List<Integer> some : Rows.chunks(numbers(id, order.pairs()))) {
        count += queries.askSome(id, some, sending.id, Sending.TO_SEND, Sending.REFUSED);
      }
    }
    if (count > 0) {
      entities.persist(sending);
      asked.fire(new Asked());
    }
    return plan;
  }

  /** Returns the numbers of the given pairs in the plan. */
  private Set<Integer> numbers(long planId, List<PlanOrder.PairKey> pairs) {
    Map<Pair, Integer> known = new HashMap<>();
    for (PlanQueries.Numbered one : queries.numbered(planId)) {
      known.put(new Pair(one.wishId(), one.claimantType(), one.claimantId()), one.number());
    }
    Set<Integer> numbers = new HashSet<>();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Integer number = known.get(pairs.get(i).pair());
      if (number == null) {
        errors.add(FieldError.body("/pairs/" + i, FieldFault.NOT_FOUND));
      } else if (!numbers.add(number)) {
        errors.add(FieldError.body("/pairs/" + i, FieldFault.DUPLICATE));
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return numbers;
  }

  /**
   * The pairs of one step.
   *
   * @param obstacles the problems with which claims would be refused now, by pair
   */
  private record Step(List<PlanPair> pairs, Map<Pair, ProblemType> obstacles) {}

  /**
   * Leases one request that has no valid lease, and sends some of its invitations.
   *
   * @param most the maximum number of invitations
   */
  Round send(int most) {
    PlanSending sending = transactions.call(this::lease);
    if (sending == null) {
      return Round.NOTHING;
    }
    Step step = transactions.call(() -> step(sending, most));
    boolean busy = false;
    for (PlanPair pair : step.pairs) {
      ProblemType obstacle = step.obstacles.get(pair.pair());
      if (obstacle != null) {
        refuse(pair, obstacle);
      } else {
        busy |= !send(sending, pair);
      }
    }
    Round round = busy ? Round.BUSY : Round.SENT;
    transactions.run(
        () -> {
          if (queries.finish(sending.id, Sending.TO_SEND) == 0) {
            queries.release(
                sending.id, round == Round.BUSY ? clock.now().plus(REST) : Instant.EPOCH);
          }
        });
    return round;
  }

  private PlanSending lease() {
    Instant now = clock.now();
    return queries.sendings(now).stream()
        .filter(id -> queries.leaseSending(id, now, now.plus(LEASE)) == 1)
        .findFirst()
        .map(id -> entities.find(PlanSending.class, id))
        .orElse(null);
  }

  private Step step(PlanSending sending, int most) {
    List<PlanPair> pairs = queries.toSend(sending.planId, sending.id, Sending.TO_SEND, most);
    return new Step(pairs, eligibility.obstacles(pledges(pairs), time.now()));
  }

  /** Returns the pledge of each pair; null for a pair that takes a place. */
  static Map<Pair, Money> pledges(List<PlanPair> pairs) {
    Map<Pair, Money> pledges = new HashMap<>();
    pairs.forEach(pair -> pledges.put(pair.pair(), Money.ofNullable(pair.amount)));
    return pledges;
  }

  /** Sends one invitation, or records why it was refused; returns false if the wish is busy. */
  boolean send(PlanSending sending, PlanPair pair) {
    try {
      transactions.run(() -> invite(sending, pair));
      return true;
    } catch (RuntimeException thrown) {
      ProblemType type = Failures.toProblem(thrown).type();
      if (type == ProblemType.DATABASE_UNAVAILABLE) {
        throw thrown;
      }
      if (type == ProblemType.BUSY) {
        return false;
      }
      if (type == ProblemType.INTERNAL_ERROR) {
        LOG.errorf(
            "Invitation %d of plan %d failed: %s",
            pair.key.number(), pair.key.planId(), thrown.getClass().getName());
      }
      refuse(pair, type);
      return true;
    }
  }

  /** Sends one invitation in the running transaction, unless another instance has sent it. */
  private void invite(PlanSending sending, PlanPair pair) {
    long planId = pair.key.planId();
    int number = pair.key.number();
    if (queries.settle(planId, number, Sending.TO_SEND, Sending.SENT, null) == 1) {
      long invitation =
          invitations.inviteOnce(
              sending.caller(),
              pair.wishId,
              new Claims.Holder(pair.claimantType, pair.claimantId),
              sending.reserved,
              sending.untilAt,
              "plan:" + Id.text(planId) + ":" + number);
      queries.invited(planId, number, invitation);
    }
  }

  private void refuse(PlanPair pair, ProblemType refusal) {
    PlanPair.Key key = pair.key;
    transactions.run(
        () ->
            queries.settle(key.planId(), key.number(), Sending.TO_SEND, Sending.REFUSED, refusal));
  }
}
