package org.microwish.demand;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.demand.lifecycle.DemandChannel;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.demand.lifecycle.DemandRole;
import org.microwish.demand.lifecycle.DemandSnapshot.Request;
import org.microwish.demand.lifecycle.DemandSnapshot.Target;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.demand.lifecycle.DemandTransition;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.attachment.Rating;
import org.microwish.lifecycle.inbox.InboxRefresh;
import org.microwish.lifecycle.review.Review;
import org.microwish.party.Division;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.party.LockedOrganisation;
import org.microwish.party.Organisations;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.station.Station;
import org.microwish.station.lifecycle.StationKind;
import org.microwish.station.lifecycle.StationState;
import org.microwish.wish.command.WishDraft;
import org.microwish.wish.command.WishDrafting;

/**
 * The commands on demands. Each must be called in a transaction, appends one ledger entry about the
 * demand, and throws a problem if the command is refused.
 */
@ApplicationScoped
public class DemandService {

  private final DemandExecutor executor;
  private final DemandQueries queries;
  private final DemandAccess access;
  private final DemandDeadlines deadlines;
  private final DemandSources sources;
  private final DemandWords words;
  private final Attachments attachments;
  private final InboxRefresh inbox;
  private final Divisions divisions;
  private final Organisations organisations;
  private final WishDrafting wishes;
  private final Ids ids;
  private final Time time;
  private final EntityManager entities;

  DemandService(
      DemandExecutor executor,
      DemandQueries queries,
      DemandAccess access,
      DemandDeadlines deadlines,
      DemandSources sources,
      DemandWords words,
      Attachments attachments,
      InboxRefresh inbox,
      Divisions divisions,
      Organisations organisations,
      WishDrafting wishes,
      Ids ids,
      Time time,
      EntityManager entities) {
    this.executor = executor;
    this.queries = queries;
    this.access = access;
    this.deadlines = deadlines;
    this.sources = sources;
    this.words = words;
    this.attachments = attachments;
    this.inbox = inbox;
    this.divisions = divisions;
    this.organisations = organisations;
    this.wishes = wishes;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
  }

  /**
   * Submits a demand. If the source has already sent it with the same content, returns the receipt
   * of the existing demand.
   *
   * @param sample true if the demand belongs to the fictitious sample data
   */
  public DemandReceipt submit(Caller caller, DemandDraft draft, boolean sample) {
    EventTime when = EventTime.checked(caller, draft.occurredAt(), null, time.now());
    Division division = divisions.require(draft.division(), "/division");
    require(DivisionCode.communityPath(division.path) != null, "/division", FieldFault.NOT_ALLOWED);
    requireSource(caller, draft, division.path);
    Demand demand = new Demand();
    demand.begin(ids.next(), caller, when);
    demand.sample = sample;
    demand.state = DemandState.SUBMITTED;
    demand.submittedAt = when.occurredAt();
    demand.divisionPath = division.path;
    demand.kind = draft.kind();
    demand.category = draft.category();
    demand.channel = draft.channel();
    demand.asker = caller.is(Role.RESIDENT) ? caller.account() : draft.resident();
    demand.enterpriseId = draft.enterprise();
    demand.hallId = draft.hall();
    DemandContext context =
        new DemandContext(
            caller, demand, null, access.roles(caller, demand, null), ids.next(), when);
    draft
        .words()
        .byField()
        .forEach(
            (field, text) -> {
              if (text != null) {
                context.secrets.put(field, text);
              }
            });
    return sources.claim(context, draft).orElseGet(() -> executor.submit(context));
  }

  /** Throws VALIDATION_FAILED if the caller may not send such a demand, or a part of it. */
  private void requireSource(Caller caller, DemandDraft draft, String path) {
    DemandChannel channel = draft.channel();
    boolean staff = caller.is(Role.COLLECTOR, Role.OPERATOR, Role.PARTNER);
    require(!staff || caller.covers(path), "/division", FieldFault.NOT_ALLOWED);
    require(
        staff ? channel != DemandChannel.MINI_PROGRAM : isOwn(caller, draft),
        "/channel",
        FieldFault.NOT_ALLOWED);
    require(
        draft.resident() == null || (!caller.is(Role.RESIDENT) && notSelf(caller, draft)),
        "/resident",
        FieldFault.NOT_ALLOWED);
    require(staff || draft.source() == null, "/source", FieldFault.NOT_ALLOWED);
    require(
        draft.source() != null
            || (channel != DemandChannel.HOTLINE_12345 && channel != DemandChannel.GRID_PLATFORM),
        "/source",
        FieldFault.REQUIRED);
    require(draft.hall() != null || !channel.isHall(), "/hallId", FieldFault.REQUIRED);
    require(draft.hall() == null || channel.isHall(), "/hallId", FieldFault.NOT_ALLOWED);
    requireHall(draft.hall());
    if (draft.enterprise() != null) {
      require(
          !caller.is(Role.RESIDENT) && draft.resident() == null,
          "/enterpriseId",
          FieldFault.NOT_ALLOWED);
      require(
          queries.countActive(draft.enterprise(), GroupKind.ENTERPRISE, GroupState.ACTIVE) > 0,
          "/enterpriseId",
          FieldFault.NOT_FOUND);
    }
  }

  /** Residents and enterprises use the mini-program; attendants use the channels of halls. */
  private static boolean isOwn(Caller caller, DemandDraft draft) {
    return draft.channel().isHall()
        ? caller.is(Role.MEMBER)
        : draft.channel() == DemandChannel.MINI_PROGRAM
            && (caller.is(Role.RESIDENT) || draft.enterprise() != null);
  }

  private static boolean notSelf(Caller caller, DemandDraft draft) {
    return !caller.account().equals(draft.resident());
  }

  /** Throws VALIDATION_FAILED unless the hall is null or an open station of the kind HALL. */
  private void requireHall(Long id) {
    if (id != null) {
      Station hall = entities.find(Station.class, id);
      require(hall != null && hall.kind == StationKind.HALL, "/hallId", FieldFault.NOT_FOUND);
      require(hall.state == StationState.OPEN, "/hallId", FieldFault.CLOSED);
    }
  }

  private static void require(boolean holds, String pointer, FieldFault fault) {
    if (!holds) {
      throw ProblemException.invalid(pointer, fault);
    }
  }

  private static CommandOnDemand command(
      Caller caller, long id, DemandTransition transition, Instant at) {
    return CommandOnDemand.of(caller, id, transition).at(at);
  }

  /** Replaces the private texts; a returned demand is submitted again. */
  public DemandReceipt revise(Caller caller, long id, DemandDraft.Words texts, IfMatch version) {
    return executor.execute(
        Review.amendment(
                Review.submission(command(caller, id, DemandTransition.REVISE, null)),
                texts.byField())
            .ifMatch(version));
  }

  /** Accepts a demand; the time to answer begins. */
  public DemandReceipt accept(Caller caller, long id, Instant dueAt, Instant at) {
    return executor.execute(
        Review.decision(command(caller, id, DemandTransition.ACCEPT, at), null)
            .asking(context -> Request.due(true, isFuture(dueAt, context)))
            .writing(
                context -> {
                  Demand demand = context.demand;
                  demand.acceptedAt = context.at;
                  demand.answerBy = due(dueAt, context);
                  demand.dueAt = demand.answerBy;
                }));
  }

  private static boolean isFuture(Instant dueAt, DemandContext context) {
    return dueAt == null || dueAt.isAfter(context.at);
  }

  private Instant due(Instant dueAt, DemandContext context) {
    return dueAt == null
        ? deadlines.answerBy(context.demand.kind, context.at)
        : dueAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns the demand to its asker. */
  public DemandReceipt sendBack(Caller caller, long id, String reason, Instant at) {
    return decide(caller, id, DemandTransition.RETURN, reason, at);
  }

  /** Rejects the demand for good. */
  public DemandReceipt reject(Caller caller, long id, String reason, Instant at) {
    return decide(caller, id, DemandTransition.REJECT, reason, at);
  }

  private DemandReceipt decide(
      Caller caller, long id, DemandTransition transition, String reason, Instant at) {
    return executor.execute(Review.decision(command(caller, id, transition, at), reason));
  }

  /** Withdraws the demand. */
  public DemandReceipt withdraw(Caller caller, long id, Instant at) {
    return executor.execute(
        command(caller, id, DemandTransition.WITHDRAW, at)
            .writing(context -> context.demand.handler = null));
  }

  /** Dispatches the demand to a level, a department or a hall. */
  public DemandReceipt dispatch(Caller caller, long id, DemandRequests.Dispatch body) {
    DemandLevel level = body.level();
    Long department = body.departmentId() == null ? null : body.departmentId().value();
    Long hall = body.hallId() == null ? null : body.hallId().value();
    boolean outside = level == DemandLevel.DEPARTMENT;
    require(!outside || department != null, "/departmentId", FieldFault.REQUIRED);
    require(outside || department == null, "/departmentId", FieldFault.NOT_ALLOWED);
    return executor.execute(
        command(caller, id, DemandTransition.DISPATCH, EventTime.given(caller, body.occurredAt()))
            .asking(
                context ->
                    Request.due(
                        outside || level.office(context.demand.divisionPath) != null,
                        isFuture(body.dueAt(), context)))
            .writing(
                context -> {
                  requireHall(hall);
                  if (department != null) {
                    LockedOrganisation found =
                        organisations.lock(List.of(department)).get(department);
                    require(found != null, "/departmentId", FieldFault.NOT_FOUND);
                    require(found.isActive(), "/departmentId", FieldFault.NOT_ALLOWED);
                  }
                  context.demand.dispatch(level, department, hall);
                  context.demand.dueAt = due(body.dueAt(), context);
                }));
  }

  /**
   * Makes the caller the demand's only handler.
   *
   * @param route the route number that the caller has read
   */
  public DemandReceipt take(Caller caller, long id, int route) {
    return executor.execute(
        command(caller, id, DemandTransition.TAKE, null)
            .on(route)
            .writing(context -> context.demand.handler = caller.account()));
  }

  /** Hands the demand back to the operators. */
  public DemandReceipt handBack(Caller caller, long id, String reason) {
    return executor.execute(
        command(caller, id, DemandTransition.HAND_BACK, null)
            .writing(
                context -> {
                  context.demand.handler = null;
                  context.note(Note.Kind.REASON, reason);
                }));
  }

  /** Dispatches an overdue demand to the level above. */
  DemandReceipt escalate(long id, Instant now) {
    return executor.execute(
        command(Caller.SYSTEM, id, DemandTransition.ESCALATE, now)
            .writing(
                context -> {
                  Demand demand = context.demand;
                  demand.dispatch(demand.level.next(demand.divisionPath), null, null);
                  demand.dueAt = due(null, context);
                }));
  }

  /** Answers the demand and all demands that were merged into it. */
  public DemandReceipt answer(Caller caller, long id, DemandRequests.Answer body) {
    return executor.execute(
        command(caller, id, DemandTransition.ANSWER, null)
            .asking(context -> Request.answer(body.adopted(), body.outcome() != null))
            .writing(
                context -> {
                  Demand demand = context.demand;
                  demand.answeredAt = context.at;
                  demand.adopted = body.adopted();
                  context.secrets.put("answer", body.answer().value());
                  if (body.outcome() != null) {
                    context.secrets.put("outcome", body.outcome().value());
                  }
                  if (body.adopted() != null) {
                    context.facts.put("adopted", body.adopted());
                  }
                  context.facts.put("days", deadlines.workingDays(demand.acceptedAt, context.at));
                  int merged = queries.answerMerged(id, context.at);
                  if (merged > 0) {
                    context.facts.put("answers", merged);
                    refreshMerged(id);
                  }
                }));
  }

  private void refreshMerged(long id) {
    queries.merged(id).forEach(each -> inbox.of(AggregateType.DEMAND, each));
  }

  /** Records the asker's evaluation and closes the demand. */
  public DemandReceipt evaluate(Caller caller, long id, DemandRequests.Evaluation body) {
    return executor.execute(
        command(caller, id, DemandTransition.EVALUATE, null)
            .writing(
                context -> {
                  context.demand.satisfied = body.satisfied();
                  context.facts.put("satisfied", body.satisfied());
                  Rating rating = new Rating();
                  rating.id = ids.next();
                  rating.author = caller.account();
                  rating.stars = body.stars();
                  context.keep(rating);
                  context.note(Note.Kind.COMMENT, Confidential.text(body.comment()));
                }));
  }

  /** Records that the asker is not satisfied; the demand is handled again. */
  public DemandReceipt object(Caller caller, long id, String reason) {
    return executor.execute(
        resumption(command(caller, id, DemandTransition.OBJECT, null), reason)
            .writing(context -> context.demand.objected = true));
  }

  /** Has an answered or closed demand handled again. */
  public DemandReceipt reopen(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        resumption(command(caller, id, DemandTransition.REOPEN, at), reason)
            .writing(context -> attachments.withdrawRating(AggregateType.DEMAND, id, context.at)));
  }

  private CommandOnDemand resumption(CommandOnDemand command, String reason) {
    return command.writing(
        context -> {
          Demand demand = context.demand;
          demand.answeredAt = null;
          demand.satisfied = null;
          demand.adopted = null;
          demand.dueAt = due(null, context);
          context.secrets.put("outcome", null);
          context.note(Note.Kind.REASON, reason);
          if (queries.reopenMerged(demand.id) > 0) {
            refreshMerged(demand.id);
          }
        });
  }

  /** Closes an answered demand without an evaluation. */
  public DemandReceipt close(Caller caller, long id, Instant at) {
    return executor.execute(command(caller, id, DemandTransition.CLOSE, at));
  }

  /** Publishes the demand with the given texts, or replaces its public texts. */
  public DemandReceipt publish(
      Caller caller, long id, DemandRequests.Publication body, IfMatch version) {
    Map<String, String> texts = body.publicWords();
    return executor.execute(
        Review.publication(
                command(
                    caller,
                    id,
                    DemandTransition.PUBLISH,
                    EventTime.given(caller, body.occurredAt())),
                texts)
            .ifMatch(version)
            .writing(
                context -> {
                  words.check(context.demand, texts);
                  context.demand.publicTitle = body.publicTitle();
                  context.demand.publicSummary = body.publicSummary();
                  context.demand.publicAnswer = body.publicAnswer();
                }));
  }

  /** Takes the public texts back. */
  public DemandReceipt unpublish(Caller caller, long id, String reason, Instant at) {
    Map<String, String> none = new HashMap<>();
    List.of("publicTitle", "publicSummary", "publicAnswer").forEach(field -> none.put(field, null));
    return executor.execute(
        Review.amendment(
                Review.decision(command(caller, id, DemandTransition.UNPUBLISH, at), reason), none)
            .writing(
                context -> {
                  context.demand.publicTitle = null;
                  context.demand.publicSummary = null;
                  context.demand.publicAnswer = null;
                }));
  }

  /** Records that the caller supports the demand. */
  public DemandReceipt support(Caller caller, long id) {
    return executor.execute(
        command(caller, id, DemandTransition.SUPPORT, null)
            .asking(context -> Request.support(queries.countSupports(id, caller.account()) > 0))
            .writing(
                context -> {
                  Support support = new Support();
                  support.id = ids.next();
                  support.demandId = id;
                  support.account = caller.account();
                  context.support = support;
                }));
  }

  /** Takes the caller's support back. */
  public DemandReceipt takeBack(Caller caller, long supportId) {
    long id =
        queries.demandOf(supportId).stream()
            .findFirst()
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    return executor.execute(
        command(caller, id, DemandTransition.TAKE_BACK, null).naming(supportId));
  }

  /** Merges the demand into another one, which then answers both. */
  public DemandReceipt merge(Caller caller, long id, long into, Instant at) {
    return executor.execute(
        command(caller, id, DemandTransition.MERGE, at)
            .asking(
                context ->
                    Request.into(
                        // Others are refused without a look at the other demand.
                        DemandTransition.MERGE.permits(context.roles)
                            ? target(caller, id, into)
                            : Target.OPEN))
            .writing(
                context -> {
                  context.demand.mergedInto = into;
                  context.demand.handler = null;
                  queries.redirect(id, into);
                  context.facts.put("merged", Map.of("into", Id.text(into)));
                }));
  }

  /** Locks the other demand until the transaction ends, and returns how both relate. */
  private Target target(Caller caller, long id, long into) {
    if (id == into) {
      return Target.ITSELF;
    }
    List<String> state = queries.lockedState(into);
    require(!state.isEmpty(), "/into", FieldFault.NOT_FOUND);
    Demand other = entities.find(Demand.class, into);
    entities.refresh(other);
    require(
        caller.is(Role.OPERATOR) && caller.covers(other.divisionPath) && other.isUsable(),
        "/into",
        FieldFault.NOT_FOUND);
    if (Long.valueOf(id).equals(other.mergedInto)) {
      return Target.CIRCLE;
    }
    return DemandState.MERGEABLE.contains(other.state) ? Target.OPEN : Target.ENDED;
  }

  /**
   * Makes a wish or micro-project of the demand: both are written in one transaction.
   *
   * @param draft the wish; its resident is the demand's asker
   */
  public DemandReceipt convert(Caller caller, long id, WishDraft draft, Instant at) {
    requireConvertible(caller, id, draft);
    // A command ends with an empty session, so the wish must be written before the demand is read.
    long wish = wishes.create(caller, draft, at, false).wishId().value();
    return executor.execute(
        command(caller, id, DemandTransition.CONVERT, at)
            .writing(
                context -> {
                  context.demand.wishId = wish;
                  context.demand.handler = null;
                  context.facts.put("wish", Id.text(wish));
                }));
  }

  /** Refuses a command that the rules will refuse, before a wish is written for it. */
  private void requireConvertible(Caller caller, long id, WishDraft draft) {
    Demand demand = entities.find(Demand.class, id);
    if (demand == null || !access.sees(caller, demand)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    if (!access.roles(caller, demand, null).contains(DemandRole.OPERATOR)) {
      throw Caller.forbidden();
    }
    if (!DemandTransition.CONVERT.sources().contains(demand.state)) {
      throw ProblemType.STATE_CONFLICT.exception().with("state", demand.state);
    }
    require(
        draft.resident() == null || draft.resident().equals(demand.asker),
        "/wish/resident",
        FieldFault.NOT_ALLOWED);
    entities.clear();
  }
}
