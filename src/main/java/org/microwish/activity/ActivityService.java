package org.microwish.activity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.activity.lifecycle.ActivityTransition;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.activity.lifecycle.HoursMode;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.lifecycle.review.Review;
import org.microwish.party.Division;
import org.microwish.party.Divisions;
import org.microwish.party.LockedMember;
import org.microwish.party.LockedOrganisation;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.station.Space;
import org.microwish.station.SpaceSlots;
import org.microwish.station.Station;

/**
 * The commands on activities and enrolments. Each must be called in a transaction, appends one
 * ledger entry, and throws a problem if the command is refused.
 */
@ApplicationScoped
public class ActivityService {

  /** The length of a station's slots in seconds. */
  private static final long SLOT = 1800;

  private final ActivityExecutor executor;
  private final ActivityQueries queries;
  private final ActivityAccess access;
  private final SpaceSlots slots;
  private final Moderation moderation;
  private final EntityManager entities;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Members members;
  private final Ids ids;
  private final Time time;

  ActivityService(
      ActivityExecutor executor,
      ActivityQueries queries,
      ActivityAccess access,
      SpaceSlots slots,
      Moderation moderation,
      EntityManager entities,
      Divisions divisions,
      Organisations organisations,
      Members members,
      Ids ids,
      Time time) {
    this.executor = executor;
    this.queries = queries;
    this.access = access;
    this.slots = slots;
    this.moderation = moderation;
    this.entities = entities;
    this.divisions = divisions;
    this.organisations = organisations;
    this.members = members;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Records a draft of an activity.
   *
   * @param sample true if the activity belongs to the fictitious sample data
   */
  public ActivityReceipt create(Caller caller, ActivityDraft draft, boolean sample) {
    EventTime when = EventTime.checked(caller, draft.occurredAt(), null, time.now());
    Activity activity = new Activity();
    activity.begin(ids.next(), caller, when);
    activity.sample = sample;
    activity.state = ActivityState.DRAFT;
    List<ActivitySession> sessions = fill(caller, activity, draft);
    ActivityContext context =
        new ActivityContext(
            caller, activity, null, null, access.roles(caller, activity, null), ids.next(), when);
    context.secrets.putAll(draft.publicWords());
    return executor.create(context, sessions);
  }

  /** Sets the columns of an activity from a draft, and returns its sessions. */
  private List<ActivitySession> fill(Caller caller, Activity activity, ActivityDraft draft) {
    Division division = divisions.require(draft.division(), "/division");
    require(
        !caller.is(Role.OPERATOR) || caller.covers(division.path),
        "/division",
        FieldFault.NOT_ALLOWED);
    List<Long> hosts = new ArrayList<>(draft.coHosts());
    if (draft.host() != null) {
      hosts.addFirst(draft.host());
    }
    Map<Long, LockedOrganisation> locked = organisations.lock(hosts);
    for (int i = 0; i < hosts.size(); i++) {
      int other = draft.host() == null ? i : i - 1;
      String at = other < 0 ? "/hostId" : "/coHostIds/" + other;
      LockedOrganisation host = locked.get(hosts.get(i));
      require(host != null, at, FieldFault.NOT_FOUND);
      require(host.isActive(), at, FieldFault.NOT_ALLOWED);
      require(hosts.indexOf(hosts.get(i)) == i, at, FieldFault.DUPLICATE);
    }
    if (draft.group() != null) {
      List<String> state = queries.lockedGroupState(draft.group());
      require(!state.isEmpty(), "/groupId", FieldFault.NOT_FOUND);
      require(state.contains("ACTIVE"), "/groupId", FieldFault.NOT_ALLOWED);
    }
    activity.kind = draft.kind();
    activity.title = draft.title();
    activity.text = draft.text();
    if (activity.divisionPath != null && !activity.divisionPath.equals(division.path)) {
      moderation.move(activity, division.path);
    }
    activity.divisionPath = division.path;
    activity.hostId = draft.host();
    activity.groupId = draft.group();
    activity.coHosts(draft.coHosts());
    activity.spaceId = draft.space();
    activity.stationId = station(draft);
    activity.signUp = draft.signUp();
    activity.hours = draft.hoursMode();
    activity.fixedMinutes = draft.fixedMinutes() == null ? 0 : draft.fixedMinutes();
    return sessions(activity, draft);
  }

  /** Returns the id of the draft's station; null if the activity takes place elsewhere. */
  private Long station(ActivityDraft draft) {
    if (draft.space() == null) {
      return null;
    }
    Space space = entities.find(Space.class, draft.space());
    require(space != null, "/spaceId", FieldFault.NOT_FOUND);
    require(space.endedAt == null, "/spaceId", FieldFault.CLOSED);
    return space.stationId;
  }

  private List<ActivitySession> sessions(Activity activity, ActivityDraft draft) {
    List<ActivitySession> sessions = new ArrayList<>();
    for (ActivityDraft.Session one : draft.sessions()) {
      String at = "/sessions/" + sessions.size();
      ActivitySession session = new ActivitySession();
      session.id = ids.next();
      session.activityId = activity.id;
      session.startsAt = one.startsAt().truncatedTo(ChronoUnit.MICROS);
      session.endsAt = one.endsAt().truncatedTo(ChronoUnit.MICROS);
      session.seats = one.seats();
      session.place = one.location();
      require(
          activity.spaceId == null || isSlot(session.startsAt),
          at + "/startsAt",
          FieldFault.INVALID_FORMAT);
      require(
          activity.spaceId == null || isSlot(session.endsAt),
          at + "/endsAt",
          FieldFault.INVALID_FORMAT);
      require(activity.fixedMinutes <= session.minutes(), "/fixedMinutes", FieldFault.OUT_OF_RANGE);
      sessions.add(session);
    }
    return sessions;
  }

  private static boolean isSlot(Instant time) {
    return time.getNano() == 0 && time.getEpochSecond() % SLOT == 0;
  }

  private static void require(boolean holds, String pointer, FieldFault fault) {
    if (!holds) {
      throw ProblemException.invalid(pointer, fault);
    }
  }

  /** Replaces the data of a draft. The caller must also be a host of the new data. */
  public ActivityReceipt edit(
      Caller caller, long id, ActivityDraft draft, IfMatch version, Instant at) {
    return executor.execute(
        Review.amendment(
                CommandOnActivity.of(caller, id, ActivityTransition.EDIT).at(at),
                draft.publicWords())
            .ifMatch(version)
            .writing(
                context -> {
                  List<ActivitySession> sessions = fill(caller, context.activity, draft);
                  if (!ActivityTransition.EDIT.permits(
                      access.roles(caller, context.activity, null))) {
                    throw Caller.forbidden();
                  }
                  executor.replaceSessions(context, sessions);
                }));
  }

  /** Submits a draft for review. */
  public ActivityReceipt submit(Caller caller, long id, Instant at) {
    return executor.execute(
        Review.submission(CommandOnActivity.of(caller, id, ActivityTransition.SUBMIT).at(at)));
  }

  /** Returns a submitted activity to its host. */
  public ActivityReceipt giveBack(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        Review.decision(
            CommandOnActivity.of(caller, id, ActivityTransition.RETURN).at(at), reason));
  }

  /** Rejects a submitted activity. */
  public ActivityReceipt reject(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        Review.decision(CommandOnActivity.of(caller, id, ActivityTransition.REJECT).at(at), reason)
            .writing(context -> context.activity.endedAt = context.at));
  }

  /**
   * Publishes a submitted activity and books its space. Throws STATE_CONFLICT if its host was
   * dissolved or disbanded or the space is not open, SLOT_TAKEN if a half hour of the space is
   * taken, and FORBIDDEN if neither the caller nor the host is responsible for the station.
   *
   * @param version the request's If-Match header: the version that the caller has read
   */
  public ActivityReceipt publish(Caller caller, long id, IfMatch version, Instant at) {
    return executor.execute(
        Review.publication(
                CommandOnActivity.of(caller, id, ActivityTransition.PUBLISH).at(at), Map.of())
            .ifMatch(version)
            .writing(
                context -> {
                  requireHost(context.activity);
                  if (context.activity.spaceId != null) {
                    book(caller, context.activity);
                  }
                }));
  }

  private void book(Caller caller, Activity activity) {
    Station station = entities.find(Station.class, activity.stationId);
    if (!caller.covers(station.divisionPath)
        && (activity.hostId == null || !station.hostIds().contains(activity.hostId))) {
      throw Caller.forbidden();
    }
    for (ActivitySession session : queries.sessions(List.of(activity.id))) {
      try {
        slots.take(activity.spaceId, session.startsAt, session.endsAt, activity.id);
      } catch (ProblemException refused) {
        if (refused.type() != ProblemType.VALIDATION_FAILED) {
          throw refused;
        }
        // The request names no times, so its problem cannot name their fields.
        throw ProblemType.STATE_CONFLICT
            .exception()
            .with("state", "CLOSED")
            .with("sessionId", Id.text(session.id));
      }
    }
  }

  private void requireHost(Activity activity) {
    if (activity.hostId != null
        && !organisations.lock(List.of(activity.hostId)).get(activity.hostId).isActive()) {
      throw ProblemType.STATE_CONFLICT.exception().with("hostId", Id.text(activity.hostId));
    }
    if (activity.groupId != null
        && !queries.lockedGroupState(activity.groupId).contains("ACTIVE")) {
      throw ProblemType.STATE_CONFLICT.exception().with("groupId", Id.text(activity.groupId));
    }
  }

  /** Cancels an activity and ends all its enrolments in the same ledger entry. */
  public ActivityReceipt cancel(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        Review.decision(CommandOnActivity.of(caller, id, ActivityTransition.CANCEL).at(at), reason)
            .writing(
                context -> {
                  context.activity.endedAt = context.at;
                  endOpen(context, EnrolmentState.OPEN);
                  queries.freeSeats(id);
                  slots.release(id);
                }));
  }

  private void endOpen(ActivityContext context, Set<EnrolmentState> open) {
    context.facts.put(
        "ended", queries.endAll(context.activity.id, open, EnrolmentState.CANCELLED, context.at));
  }

  /** Records that the activity took place; who was invited or waits no longer does. */
  public ActivityReceipt close(Caller caller, long id, Instant at) {
    return executor.execute(
        CommandOnActivity.of(caller, id, ActivityTransition.CLOSE)
            .at(at)
            .writing(
                context ->
                    endOpen(context, EnumSet.of(EnrolmentState.INVITED, EnrolmentState.WAITING))));
  }

  /** Settles the hours; who has a seat and was not recorded as present was absent. */
  public ActivityReceipt settle(Caller caller, long id, Instant at) {
    return executor.execute(
        CommandOnActivity.of(caller, id, ActivityTransition.SETTLE)
            .at(at)
            .writing(
                context -> {
                  context.activity.endedAt = context.at;
                  context.facts.put(
                      "absent", queries.change(id, EnrolmentState.ENROLLED, EnrolmentState.ABSENT));
                  ActivityQueries.Attended sum = queries.attended(id, EnrolmentState.ATTENDED);
                  context.facts.put("attended", sum.people());
                  context.facts.put("minutes", sum.minutes() == null ? 0 : sum.minutes());
                }));
  }

  /** Records that the caller signs up for a session. */
  public ActivityReceipt signUp(Caller caller, long id, long sessionId) {
    long memberId = caller.requireMember();
    requireUsable(memberId);
    return executor.execute(
        CommandOnActivity.of(caller, id, ActivityTransition.SIGN_UP)
            .enrolling(sessionId, memberId));
  }

  /** Invites a member to a session. */
  public ActivityReceipt invite(Caller caller, long id, long sessionId, long memberId, Instant at) {
    requireUsable(memberId);
    return executor.execute(
        CommandOnActivity.of(caller, id, ActivityTransition.INVITE)
            .at(at)
            .enrolling(sessionId, memberId));
  }

  private void requireUsable(long memberId) {
    LockedMember member = members.lock(List.of(memberId)).get(memberId);
    require(member != null, "/memberId", FieldFault.NOT_FOUND);
    require(member.isActive(), "/memberId", FieldFault.NOT_ALLOWED);
  }

  /** Runs a command on an enrolment that needs no further data. */
  public ActivityReceipt onEnrolment(
      Caller caller, long enrolmentId, ActivityTransition transition, Instant at) {
    return executor.execute(named(caller, enrolmentId, transition).at(at));
  }

  /** Checks the caller in with the code that the session shows. */
  public ActivityReceipt checkIn(Caller caller, long enrolmentId, String code) {
    return executor.execute(named(caller, enrolmentId, ActivityTransition.CHECK_IN).code(code));
  }

  /**
   * Records that a person was there.
   *
   * @param minutes the minutes to count; null for those that the activity's rule gives
   */
  public ActivityReceipt attend(Caller caller, long enrolmentId, Integer minutes, Instant at) {
    return executor.execute(
        named(caller, enrolmentId, ActivityTransition.ATTEND)
            .at(at)
            .minutes(minutes)
            .writing(context -> requireCounting(context, minutes)));
  }

  /** Corrects the minutes that count for a person. */
  public ActivityReceipt correct(
      Caller caller, long enrolmentId, int minutes, String reason, Instant at) {
    return executor.execute(
        named(caller, enrolmentId, ActivityTransition.CORRECT_HOURS)
            .at(at)
            .minutes(minutes)
            .writing(
                context -> {
                  requireCounting(context, minutes);
                  context.note(Note.Kind.REASON, reason);
                }));
  }

  private static void requireCounting(ActivityContext context, Integer minutes) {
    require(
        minutes == null || context.activity.hours != HoursMode.NONE || minutes == 0,
        "/minutes",
        FieldFault.NOT_ALLOWED);
  }

  private CommandOnActivity named(Caller caller, long enrolmentId, ActivityTransition transition) {
    long activityId =
        queries.activityOf(enrolmentId).stream()
            .findFirst()
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    return CommandOnActivity.of(caller, activityId, transition).naming(enrolmentId);
  }
}
