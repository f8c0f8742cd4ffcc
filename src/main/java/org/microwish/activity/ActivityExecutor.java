package org.microwish.activity;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.activity.lifecycle.ActivityRefusal;
import org.microwish.activity.lifecycle.ActivityRules;
import org.microwish.activity.lifecycle.ActivitySnapshot;
import org.microwish.activity.lifecycle.ActivityTransition;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.activity.lifecycle.SignUp;
import org.microwish.caller.Caller;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.lifecycle.command.Executor;
import org.microwish.lifecycle.command.ExecutorParts;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Runs commands on activities and their enrolments. */
// Not @ApplicationScoped: CDI would create a client proxy, which needs a superclass with a
// no-argument constructor.
@Singleton
class ActivityExecutor
    extends Executor<Activity, ActivityContext, CommandOnActivity, ActivityReceipt> {

  private final ActivityAccess access;
  private final ActivityQueries queries;
  private final SessionCode codes;
  private final Moderation moderation;
  private final Pseudonyms pseudonyms;
  private final Ids ids;
  private final EntityManager entities;

  ActivityExecutor(
      ExecutorParts parts,
      ActivityAccess access,
      ActivityQueries queries,
      SessionCode codes,
      Moderation moderation,
      Pseudonyms pseudonyms,
      Ids ids,
      EntityManager entities) {
    super(parts, Activity.class);
    this.access = access;
    this.queries = queries;
    this.codes = codes;
    this.moderation = moderation;
    this.pseudonyms = pseudonyms;
    this.ids = ids;
    this.entities = entities;
  }

  /** Stores a new activity and its sessions. */
  ActivityReceipt create(ActivityContext context, List<ActivitySession> sessions) {
    replaceSessions(context, sessions);
    return create(context, ActivityTransition.CREATE);
  }

  /** Stores the sessions of a draft, in place of earlier ones, and puts the data in the leaf. */
  void replaceSessions(ActivityContext context, List<ActivitySession> sessions) {
    queries.deleteSessions(context.activity.id);
    sessions.forEach(entities::persist);
    context.activity.startsAt =
        sessions.stream().map(session -> session.startsAt).min(Instant::compareTo).get();
    context.facts.put("activity", facts(context.activity));
    context.facts.put("sessions", sessions.stream().map(ActivityExecutor::facts).toList());
  }

  @Override
  protected boolean sees(Caller caller, Activity activity) {
    return access.sees(caller, activity);
  }

  @Override
  protected ActivityContext context(
      CommandOnActivity command, Activity activity, long entryId, EventTime when) {
    Enrolment enrolment = part(Enrolment.class, command);
    Long sessionId = enrolment == null ? command.sessionId() : Long.valueOf(enrolment.sessionId);
    ActivitySession session = null;
    if (sessionId != null) {
      session = entities.find(ActivitySession.class, sessionId);
      if (session == null || session.activityId != activity.id) {
        throw ProblemException.invalid("/sessionId", FieldFault.NOT_FOUND);
      }
    }
    return new ActivityContext(
        command.caller,
        activity,
        session,
        enrolment,
        access.roles(command.caller, activity, enrolment),
        entryId,
        when);
  }

  @Override
  protected Runnable decide(CommandOnActivity command, ActivityContext context) {
    ActivityTransition transition = command.transition;
    Activity activity = context.activity;
    ActivitySession session = context.session;
    Enrolment enrolment = context.enrolment;
    boolean begun =
        session == null
            ? ActivityRules.begun(
                transition,
                queries.sessions(List.of(activity.id)).stream().map(one -> one.startsAt).toList(),
                context.at)
            : ActivityRules.begun(transition, session.startsAt, context.at);
    ActivitySnapshot snapshot =
        new ActivitySnapshot(
            activity.state,
            context.roles,
            activity.signUp,
            enrolment == null ? null : enrolment.state,
            transition.refusals().contains(ActivityRefusal.MODERATION_OPEN)
                && moderation.isOpen(activity),
            begun,
            session != null && context.at.isAfter(session.endsAt),
            session != null && session.taken < session.seats,
            command.memberId() != null && queries.countLive(key(command)) > 0,
            transition == ActivityTransition.CHECK_IN
                && codes.accepts(session.id, command.code(), context.now),
            command.minutes() == null ? 0 : command.minutes(),
            session == null ? 0 : session.minutes());
    ActivityRules.refusal(transition, snapshot)
        .ifPresent(
            refusal -> {
              throw problem(refusal, context);
            });
    return () -> write(command, context, snapshot);
  }

  private static String key(CommandOnActivity command) {
    return Id.text(command.sessionId()) + ":" + Id.text(command.memberId());
  }

  private static ProblemException problem(ActivityRefusal refusal, ActivityContext context) {
    return switch (refusal) {
      case NOT_PERMITTED -> ProblemType.FORBIDDEN.exception();
      case WRONG_STATE ->
          ProblemType.STATE_CONFLICT.exception().with("state", context.activity.state);
      case WRONG_ENROLMENT_STATE ->
          ProblemType.STATE_CONFLICT.exception().with("state", context.enrolment.state);
      case MODERATION_OPEN -> ProblemType.MODERATION_OPEN.exception();
      case SESSION_BEGUN -> ProblemType.SESSION_BEGUN.exception();
      case SESSION_AHEAD -> ProblemType.SESSION_NOT_BEGUN.exception();
      case SESSION_OVER -> ProblemType.SESSION_OVER.exception();
      case BY_INVITATION -> ProblemType.BY_INVITATION.exception();
      case HOLDS_ENROLMENT -> ProblemType.ALREADY_ENROLLED.exception();
      case FULL -> ProblemType.SESSION_FULL.exception();
      case WRONG_CODE -> ProblemException.invalid("/code", FieldFault.NOT_ALLOWED);
      case ABOVE_SESSION -> ProblemException.invalid("/minutes", FieldFault.OUT_OF_RANGE);
    };
  }

  private void write(
      CommandOnActivity command, ActivityContext context, ActivitySnapshot snapshot) {
    Activity activity = context.activity;
    activity.state = ActivityRules.after(command.transition, activity.state);
    if (command.memberId() != null) {
      context.enrolment = new Enrolment();
      context.enrolment.id = ids.next();
      context.enrolment.activityId = activity.id;
      context.enrolment.sessionId = context.session.id;
      context.enrolment.memberId = command.memberId();
    }
    command.write(context);
    EnrolmentState next =
        ActivityRules.enrolmentAfter(command.transition, snapshot, snapshot.enrolment());
    if (next != null) {
      move(command, context, next);
    }
  }

  /**
   * Changes the enrolment's state, takes or frees its seat, and adds the enrolment to the leaf's
   * facts. A seat that was given up goes to the first who waits, unless the host approves people.
   */
  private void move(CommandOnActivity command, ActivityContext context, EnrolmentState next) {
    Enrolment enrolment = context.enrolment;
    ActivitySession session = context.session;
    boolean had = enrolment.state != null && enrolment.state.takesSeat();
    enrolment.become(next, context.at);
    enrolment.minutes = minutes(command, context, next);
    entities.persist(enrolment);
    entities.flush();
    if (!had && next.takesSeat() && queries.takeSeat(session.id) == 0) {
      throw ProblemType.SESSION_FULL.exception();
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", Id.text(enrolment.id));
    facts.put("session", Id.text(session.id));
    facts.put("member", pseudonyms.ofMember(enrolment.memberId));
    facts.put("state", next.name());
    if (next == EnrolmentState.ATTENDED) {
      facts.put("minutes", enrolment.minutes);
    }
    context.facts.put("enrolment", facts);
    if (had && !next.takesSeat()) {
      giveOn(context, session);
    }
  }

  private void giveOn(ActivityContext context, ActivitySession session) {
    List<Enrolment> waiting =
        context.activity.signUp == SignUp.OPEN
            ? queries.firstWaiting(session.id, EnrolmentState.WAITING)
            : List.of();
    if (waiting.isEmpty()) {
      queries.freeSeat(session.id);
      return;
    }
    Enrolment first = waiting.getFirst();
    first.become(EnrolmentState.ENROLLED, context.at);
    context.facts.put(
        "promoted", Map.of("id", Id.text(first.id), "member", pseudonyms.ofMember(first.memberId)));
  }

  private static int minutes(
      CommandOnActivity command, ActivityContext context, EnrolmentState next) {
    if (next != EnrolmentState.ATTENDED) {
      return 0;
    }
    Activity activity = context.activity;
    return command.minutes() == null
        ? ActivityRules.counted(activity.hours, activity.fixedMinutes, context.session.minutes())
        : command.minutes();
  }

  static Map<String, Object> facts(Activity activity) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", activity.kind.name());
    facts.put("community", DivisionCode.publicPath(activity.divisionPath));
    if (activity.hostId != null) {
      facts.put("host", Id.text(activity.hostId));
    }
    if (activity.groupId != null) {
      facts.put("group", Id.text(activity.groupId));
    }
    if (!activity.coHosts.isEmpty()) {
      facts.put("coHosts", activity.coHostIds().stream().map(Id::text).toList());
    }
    if (activity.spaceId != null) {
      facts.put("space", Id.text(activity.spaceId));
    }
    facts.put("signUp", activity.signUp.name());
    facts.put("hours", activity.hours.name());
    if (activity.fixedMinutes > 0) {
      facts.put("fixedMinutes", activity.fixedMinutes);
    }
    if (activity.sample) {
      facts.put("sample", true);
    }
    return facts;
  }

  private static Map<String, Object> facts(ActivitySession session) {
    return Map.of(
        "id",
        Id.text(session.id),
        "startsAt",
        session.startsAt.toString(),
        "endsAt",
        session.endsAt.toString(),
        "seats",
        session.seats);
  }

  @Override
  protected ActivityReceipt receipt(ActivityContext context, LedgerReceipt ledger) {
    return ActivityReceipt.of(context, ledger);
  }
}
