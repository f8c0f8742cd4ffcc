package org.microwish.matching.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.matching.ClaimantProfile;
import org.microwish.matching.Profiles;
import org.microwish.matching.plan.PlanOrder.ClaimantKey;
import org.microwish.matching.plan.PlanOrder.PairKey;
import org.microwish.matching.score.Reason;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Rows;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;

/** Stores the orders of plans and reads plans; {@link PlanJobs} computes them. */
@ApplicationScoped
public class PlanService {

  /** CDI event: a plan is stored in the current transaction. */
  record Stored() {}

  private final EntityManager entities;
  private final PlanQueries queries;
  private final Profiles profiles;
  private final Divisions divisions;
  private final PlanConfig config;
  private final ObjectMapper json;
  private final Ids ids;
  private final Time time;
  private final Event<Stored> stored;

  PlanService(
      EntityManager entities,
      PlanQueries queries,
      Profiles profiles,
      Divisions divisions,
      PlanConfig config,
      ObjectMapper json,
      Ids ids,
      Time time,
      Event<Stored> stored) {
    this.entities = entities;
    this.queries = queries;
    this.profiles = profiles;
    this.divisions = divisions;
    this.config = config;
    this.json = json;
    this.ids = ids;
    this.time = time;
    this.stored = stored;
  }

  /**
   * Stores a plan to compute, in the running transaction.
   *
   * @throws ProblemException VALIDATION_FAILED if the division is not the caller's, or the order
   *     names a wish, claimant or community that is unknown; PLAN_EMPTY if the division has no open
   *     wish; STATE_CONFLICT if the caller has too many unfinished plans
   */
  MatchingPlan begin(Caller caller, PlanOrder order, MatchingPlan previous) {
    String path = divisions.require(order.division(), "/division").path;
    if (!caller.covers(path)) {
      throw ProblemException.invalid("/division", FieldFault.NOT_ALLOWED);
    }
    Instant now = time.now();
    require(order, path, now);
    if (order.wishes() == null
        ? queries.countOpen(WishState.OPEN, path + "%", now) == 0
        : profiles.open(order.wishIds(), now).isEmpty()) {
      throw ProblemType.PLAN_EMPTY.exception();
    }
    if (queries.count(caller.account(), MatchingPlan.State.RUNNING) >= config.unfinished()) {
      throw ProblemType.STATE_CONFLICT.exception().with("state", MatchingPlan.State.RUNNING);
    }
    MatchingPlan plan = new MatchingPlan();
    plan.id = ids.next();
    plan.previousId = previous == null ? null : previous.id;
    plan.state = MatchingPlan.State.RUNNING;
    plan.phase = MatchingPlan.Phase.WAITING;
    plan.account = caller.account();
    plan.divisionPath = path;
    plan.planOrder = write(order);
    // Create the plan with an expired lease, whatever the database's clock shows.
    plan.leaseUntil = Instant.EPOCH;
    plan.createdAt = now;
    plan.expiresAt = now.plus(config.keep());
    entities.persist(plan);
    stored.fire(new Stored());
    return plan;
  }

  /** Computes a plan again with other pins, exclusions or weights, in the running transaction. */
  MatchingPlan revise(Caller caller, long id, PlanRevision revision) {
    MatchingPlan plan = require(caller, id);
    return begin(caller, order(plan).revised(revision), plan);
  }

  /** Throws VALIDATION_FAILED if the order names unknown wishes, claimants or communities. */
  private void require(PlanOrder order, String path, Instant now) {
    List<FieldError> errors = new ArrayList<>();
    if (order.wishes() != null) {
      Set<Long> known = new HashSet<>();
      for (List<Long> some : Rows.chunks(order.wishIds())) {
        known.addAll(queries.published(some, path + "%"));
      }
      unknown("/wishes", order.wishes(), id -> known.contains(id.value()), errors);
    }
    List<ClaimantKey> named = new ArrayList<>();
    if (order.claimants() != null) {
      named.addAll(order.claimants());
    }
    if (order.pledges() != null) {
      order.pledges().forEach(pledge -> named.add(pledge.claimant()));
    }
    Set<ClaimantKey> known = claimants(named, now).keySet();
    unknown("/claimants", order.claimants(), known::contains, errors);
    unknown("/pledges", order.pledges(), pledge -> known.contains(pledge.claimant()), errors);
    unknown(
        "/quotas",
        order.quotas(),
        quota -> DivisionCode.parse(quota.division()).path().startsWith(path),
        errors);
    both(order, errors);
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  /** Returns those of the claimants that may claim, by key. */
  Map<ClaimantKey, ClaimantProfile> claimants(Collection<ClaimantKey> keys, Instant now) {
    Map<ClaimantKey, ClaimantProfile> found = new LinkedHashMap<>();
    for (ClaimantType type : ClaimantType.values()) {
      List<Long> ids =
          keys.stream()
              .filter(key -> key.claimantType() == type)
              .map(key -> key.claimantId().value())
              .toList();
      profiles.read(type, ids, now).forEach(one -> found.put(ClaimantKey.of(one), one));
    }
    return found;
  }

  private static void both(PlanOrder order, List<FieldError> errors) {
    if (order.excluded() != null) {
      Set<PairKey> pins = order.pins();
      for (int i = 0; i < order.excluded().size(); i++) {
        if (pins.contains(order.excluded().get(i))) {
          errors.add(FieldError.body("/excluded/" + i, FieldFault.DUPLICATE));
        }
      }
    }
  }

  /** Tests whether an item of a list in the order is known. */
  private interface Known<T> {
    boolean test(T item);
  }

  private static <T> void unknown(
      String pointer, List<T> items, Known<T> known, List<FieldError> errors) {
    for (int i = 0; items != null && i < items.size(); i++) {
      if (!known.test(items.get(i))) {
        errors.add(FieldError.body(pointer + "/" + i, FieldFault.NOT_FOUND));
      }
    }
  }

  /** Writes a part of a plan as JSON for its column. */
  String write(Object part) {
    try {
      return json.writeValueAsString(part);
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }

  private <T> T read(String column, TypeReference<T> type) {
    try {
      return json.readValue(column, type);
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException(damaged);
    }
  }

  PlanOrder order(MatchingPlan plan) {
    return read(plan.planOrder, new TypeReference<>() {});
  }

  List<Reason> reasons(PlanPair pair) {
    return read(pair.reasons, new TypeReference<>() {});
  }

  PlanView view(MatchingPlan plan, Language language) {
    return PlanView.of(plan, order(plan), sent(List.of(plan.id)).get(plan.id), language);
  }

  /** Returns the numbers of invitations of plans by state, by the plan's id. */
  private Map<Long, PlanView.Invitations> sent(List<Long> ids) {
    Map<Long, PlanView.Invitations> sent = new HashMap<>();
    ids.forEach(id -> sent.put(id, PlanView.Invitations.NONE));
    if (!ids.isEmpty()) {
      queries.countSendings(ids).forEach(one -> sent.computeIfPresent(one.planId(), one::addTo));
    }
    return sent;
  }

  /** Returns a plan of the caller's division; throws NOT_FOUND if there is none. */
  MatchingPlan require(Caller caller, long id) {
    MatchingPlan plan = entities.find(MatchingPlan.class, id);
    if (plan == null || !caller.covers(plan.divisionPath)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return plan;
  }

  /** Lists the plans of the caller's division, the newest first. */
  Page<PlanView> list(Caller caller, MatchingPlan.State state, Language language, PageQuery page) {
    if (caller.divisionPath() == null) {
      throw Caller.forbidden();
    }
    Page<MatchingPlan> found =
        new Listing<>(MatchingPlan.class, "from MatchingPlan")
            .within("divisionPath", caller.divisionPath())
            .filter("state", state, "state = :state")
            .descending("id", plan -> plan.id)
            .page(entities, page);
    Map<Long, PlanView.Invitations> sent =
        sent(found.items().stream().map(plan -> plan.id).toList());
    return found.map(plan -> PlanView.of(plan, null, sent.get(plan.id), language));
  }

  Page<PlanPair> pairs(
      MatchingPlan plan, Id wish, Id claimant, PlanPair.Sending sending, PageQuery page) {
    return new Listing<>(PlanPair.class, "from PlanPair")
        .filter("plan", plan.id, "key.planId = :plan")
        .filter("wish", wish == null ? null : wish.value(), "wishId = :wish")
        .filter("claimant", claimant == null ? null : claimant.value(), "claimantId = :claimant")
        .filter("sending", sending, "sending = :sending")
        .ascending("key.number", pair -> (long) pair.key.number())
        .page(entities, page);
  }

  Page<PlanUnserved> unserved(MatchingPlan plan, PageQuery page) {
    return new Listing<>(PlanUnserved.class, "from PlanUnserved")
        .filter("plan", plan.id, "key.planId = :plan")
        .ascending("key.wishId", one -> one.key.wishId())
        .page(entities, page);
  }

  /** Lists the claimants, those with most pairs in the plan first. */
  Page<PlanLoad> loads(MatchingPlan plan, PageQuery page) {
    return new Listing<>(PlanLoad.class, "from PlanLoad")
        .filter("plan", plan.id, "key.planId = :plan")
        .descending("planned", load -> (long) load.planned)
        .ascending("key.claimantId", load -> load.key.claimantId())
        .page(entities, page);
  }

  /** Returns the public titles of wishes that can be shown, by id. */
  Map<Long, String> titles(Set<Long> wishIds) {
    return wishIds.isEmpty()
        ? Map.of()
        : queries.titles(wishIds).stream()
            .filter(one -> one.title() != null)
            .collect(Collectors.toMap(PlanQueries.Title::id, PlanQueries.Title::title));
  }
}
