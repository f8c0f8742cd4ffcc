package org.microwish.demand;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.demand.lifecycle.DemandKind;
import org.microwish.demand.lifecycle.DemandRefusal;
import org.microwish.demand.lifecycle.DemandRules;
import org.microwish.demand.lifecycle.DemandSnapshot;
import org.microwish.demand.lifecycle.DemandTransition;
import org.microwish.demand.lifecycle.SupportState;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.lifecycle.command.Executor;
import org.microwish.lifecycle.command.ExecutorParts;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Runs commands on demands. */
// Not @ApplicationScoped: CDI would create a client proxy, which needs a superclass with a
// no-argument constructor.
@Singleton
class DemandExecutor extends Executor<Demand, DemandContext, CommandOnDemand, DemandReceipt> {

  private final DemandAccess access;
  private final Moderation moderation;
  private final EntityManager entities;

  DemandExecutor(
      ExecutorParts parts, DemandAccess access, Moderation moderation, EntityManager entities) {
    super(parts, Demand.class);
    this.access = access;
    this.moderation = moderation;
    this.entities = entities;
  }

  /** Stores a submitted demand. */
  DemandReceipt submit(DemandContext context) {
    context.facts.put("demand", facts(context.demand));
    return create(context, DemandTransition.SUBMIT);
  }

  /** A demand has one handler: only the first who names the current route number locks the row. */
  @Override
  protected String room(CommandOnDemand command) {
    return command.route() == null ? null : "handler is null and route = " + command.route();
  }

  @Override
  protected boolean sees(Caller caller, Demand demand) {
    return access.sees(caller, demand);
  }

  @Override
  protected DemandContext context(
      CommandOnDemand command, Demand demand, long entryId, EventTime when) {
    Support support = part(Support.class, command);
    return new DemandContext(
        command.caller,
        demand,
        support,
        access.roles(command.caller, demand, support),
        entryId,
        when);
  }

  @Override
  protected Runnable decide(CommandOnDemand command, DemandContext context) {
    Demand demand = context.demand;
    DemandSnapshot snapshot =
        new DemandSnapshot(
            demand.state,
            demand.kind,
            context.roles,
            context.support == null ? null : context.support.state,
            access.asks(command.caller, demand),
            demand.publicTitle != null,
            command.transition.refusals().contains(DemandRefusal.MODERATION_OPEN)
                && moderation.isOpen(demand),
            demand.objected,
            demand.dueAt != null && !demand.dueAt.isAfter(context.at),
            demand.level == null || demand.level.next(demand.divisionPath) == null,
            command.request(context));
    DemandRules.refusal(command.transition, snapshot)
        .ifPresent(
            refusal -> {
              throw problem(refusal, context);
            });
    return () -> write(command, context);
  }

  private static ProblemException problem(DemandRefusal refusal, DemandContext context) {
    return switch (refusal) {
      case NOT_PERMITTED, OWN_DEMAND, OTHER_HANDLER -> ProblemType.FORBIDDEN.exception();
      case WRONG_STATE, NEVER_PUBLIC, NOT_PUBLIC, NOT_DUE, TOP_LEVEL ->
          ProblemType.STATE_CONFLICT.exception().with("state", context.demand.state);
      case WRONG_SUPPORT_STATE ->
          ProblemType.STATE_CONFLICT.exception().with("state", context.support.state);
      case ROUTE_CHANGED ->
          ProblemType.ROUTE_CHANGED.exception().with("route", context.demand.route);
      case MODERATION_OPEN -> ProblemType.MODERATION_OPEN.exception();
      case NO_SUCH_LEVEL -> ProblemException.invalid("/level", FieldFault.NOT_FOUND);
      case DUE_IN_PAST -> ProblemException.invalid("/dueAt", FieldFault.IN_PAST);
      case INTO_ITSELF -> ProblemException.invalid("/into", FieldFault.NOT_ALLOWED);
      case CIRCLE -> ProblemException.invalid("/into", FieldFault.CONTRADICTORY);
      case TARGET_ENDED -> ProblemException.invalid("/into", FieldFault.CLOSED);
      case ADOPTION_MISMATCH ->
          ProblemException.invalid(
              "/adopted",
              context.demand.kind == DemandKind.SUGGESTION
                  ? FieldFault.REQUIRED
                  : FieldFault.NOT_ALLOWED);
      case OUTCOME_MISMATCH -> ProblemException.invalid("/outcome", FieldFault.CONTRADICTORY);
      case ALREADY_OBJECTED -> ProblemType.ALREADY_OBJECTED.exception();
      case SUPPORTS -> ProblemType.ALREADY_SUPPORTED.exception();
    };
  }

  private void write(CommandOnDemand command, DemandContext context) {
    Demand demand = context.demand;
    demand.state = DemandRules.after(command.transition, demand.state);
    command.write(context);
    demand.endedAt = demand.state.hasEnded() ? keep(demand, context) : null;
    SupportState next = DemandRules.supportAfter(command.transition);
    if (next == null) {
      context.facts.put("demand", facts(demand));
      return;
    }
    context.support.become(next, context.at);
    demand.supporters += next == SupportState.GIVEN ? 1 : -1;
    entities.persist(context.support);
    context.facts.put("support", Map.of("id", Id.text(context.support.id), "state", next.name()));
  }

  private static Instant keep(Demand demand, DemandContext context) {
    return demand.endedAt == null ? context.at : demand.endedAt;
  }

  /**
   * Returns the leaf's fact {@code demand}, the only data of a demand that statistics and the
   * verifier see.
   */
  private static Map<String, Object> facts(Demand demand) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", demand.kind.name());
    facts.put("category", demand.category.name());
    facts.put("channel", demand.channel.name());
    facts.put("community", DivisionCode.publicPath(demand.divisionPath));
    put(facts, "enterprise", demand.enterpriseId == null ? null : Id.text(demand.enterpriseId));
    put(facts, "hall", demand.hallId == null ? null : Id.text(demand.hallId));
    put(facts, "level", demand.level == null ? null : demand.level.name());
    put(facts, "department", demand.departmentId == null ? null : Id.text(demand.departmentId));
    put(facts, "routeHall", demand.routeHallId == null ? null : Id.text(demand.routeHallId));
    facts.put("route", demand.route);
    put(facts, "due", demand.dueAt == null ? null : demand.dueAt.toString());
    put(facts, "answerBy", demand.answerBy == null ? null : demand.answerBy.toString());
    if (demand.publicTitle != null) {
      facts.put("public", true);
    }
    if (demand.sample) {
      facts.put("sample", true);
    }
    return facts;
  }

  private static void put(Map<String, Object> map, String key, Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  @Override
  protected DemandReceipt receipt(DemandContext context, LedgerReceipt ledger) {
    return DemandReceipt.of(context, ledger);
  }
}
