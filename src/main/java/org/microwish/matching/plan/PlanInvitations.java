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
 * Sends the invitations of plans. Each is sent in a transaction of its own, which also notes that
 * it is sent and holds the lock of the pair: so a crash loses none and doubles none, however many
 * instances send. The lease of a request only keeps them from waiting for each other.
 */
@ApplicationScoped
class PlanInvitations {

  private static final Logger LOG = Logger.getLogger(PlanInvitations.class);

  /** Longer than one step takes. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  /** CDI event: invitations are to be sent, as of the current transaction. */
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
   * Notes that the invitations of a plan are to be sent, in the running transaction. Pairs that are
   * sent, or to send already, stay as they are.
   *
   * @throws ProblemException NOT_FOUND if the plan is not in the caller's division; STATE_CONFLICT
   *     if it is not computed; PLAN_EMPTY if it has no pair; VALIDATION_FAILED if a pair is not of
   *     the plan or named twice, or the time is over
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
    // The lease is over at once, whatever the database's clock shows.
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

  /** Returns the numbers of pairs, in their order. */
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

  /** What one step sends. */
  private record Step(List<PlanPair> pairs, Map<Pair, ProblemType> obstacles) {}

  /**
   * Sends some invitations of one request without a valid lease.
   *
   * @param most how many at most
   * @return whether there was such a request
   */
  boolean send(int most) {
    PlanSending sending = transactions.call(this::lease);
    if (sending == null) {
      return false;
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
    // What is busy is tried again when the lease is over.
    boolean again = !busy;
    transactions.run(
        () -> {
          if (queries.finish(sending.id, Sending.TO_SEND) == 0 && again) {
            queries.release(sending.id, Instant.EPOCH);
          }
        });
    return true;
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

  /** Returns the pledges of pairs; null for a place. */
  static Map<Pair, Money> pledges(List<PlanPair> pairs) {
    Map<Pair, Money> pledges = new HashMap<>();
    pairs.forEach(pair -> pledges.put(pair.pair(), Money.ofNullable(pair.amount)));
    return pledges;
  }

  /** Sends one invitation, or notes why it is refused; returns false if the wish is busy. */
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
