package org.microwish.activity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.activity.lifecycle.ActivityKind;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.Divisions;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.problem.ProblemType;

/**
 * Reads activities and enrolments as far as the caller may see them. Requires a running
 * transaction.
 */
@ApplicationScoped
class ActivityReads {

  private final ActivityAccess access;
  private final ActivityQueries queries;
  private final SessionCode codes;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Members members;
  private final Time time;
  private final EntityManager entities;

  ActivityReads(
      ActivityAccess access,
      ActivityQueries queries,
      SessionCode codes,
      Divisions divisions,
      Organisations organisations,
      Members members,
      Time time,
      EntityManager entities) {
    this.access = access;
    this.queries = queries;
    this.codes = codes;
    this.divisions = divisions;
    this.organisations = organisations;
    this.members = members;
    this.time = time;
    this.entities = entities;
  }

  /**
   * Filters for listing activities; a null component does not filter.
   *
   * @param subtree the path of a division; matches its activities and those of divisions below it
   * @param from matches activities whose first session starts at this time or later
   * @param until matches activities whose first session starts before this time
   */
  record Query(
      ActivityKind kind,
      ActivityState state,
      String subtree,
      Instant from,
      Instant until,
      Long hostId,
      Long groupId) {}

  /** The settled hours of a member. */
  @Schema(name = "SettledHours", description = "The settled hours of the calling member.")
  record Hours(
      @Schema(description = "Number of attended sessions in settled activities") long sessions,
      @Schema(description = "The minutes that count") long minutes) {}

  /** The code that a session shows now. */
  @Schema(name = "SessionCode", description = "The code with which people check in now.")
  record Code(
      @Schema(description = "Eight digits", examples = "04718236") String code,
      @Schema(description = "When the next code follows") Instant until) {}

  /** Reads a page of the activities that the caller may see, in the order of their ids. */
  Page<ActivityView> list(Caller caller, Query query, PageQuery page) {
    Page<Activity> rows =
        visible(caller)
            .filter("kind", query.kind(), "a.kind = :kind")
            .filter("state", query.state(), "a.state = :state")
            .subtree("division", "a.divisionPath", query.subtree())
            .filter("from", query.from(), "a.startsAt >= :from")
            .filter("until", query.until(), "a.startsAt < :until")
            .filter("hostId", query.hostId(), "a.hostId = :hostId")
            .filter("groupId", query.groupId(), "a.groupId = :groupId")
            .ascending("a.id", row -> row.id)
            .page(entities, page);
    return rows.with(views(rows.items()));
  }

  private static Listing<Activity> visible(Caller caller) {
    Listing<Activity> all = new Listing<>(Activity.class, "from Activity a").only("a.held = false");
    String published = "a.state in (PUBLISHED, HELD, SETTLED)";
    if (caller == null) {
      return all.only(published);
    }
    return switch (caller.role()) {
      case OPERATOR, AUDITOR, SYSTEM ->
          all.only(published + " or a.divisionPath like :own", "own", caller.divisionPath() + "%");
      case MEMBER ->
          all.only(
              published + " or a.groupId in (select g.id from Group g where g.leaderId = :leader)",
              "leader",
              caller.requireMember());
      case STEWARD ->
          all.set("host", caller.requireOrganisation())
              .set("line", "\n" + Id.text(caller.requireOrganisation()) + "\n")
              .only(published + " or a.hostId = :host or locate(:line, a.coHosts) > 0");
      case RESIDENT, COLLECTOR, PARTNER, ADMINISTRATOR -> all.only(published);
    };
  }

  /**
   * Reads an activity. Throws NOT_FOUND if the caller may not see it, UNDER_LEGAL_HOLD if the
   * caller may see it but it is under a legal hold.
   */
  ActivityView read(Caller caller, long id) {
    return views(List.of(require(caller, id))).getFirst();
  }

  private Activity require(Caller caller, long id) {
    Activity activity =
        Optional.ofNullable(entities.find(Activity.class, id))
            .filter(found -> access.sees(caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    activity.requireUsable();
    return activity;
  }

  private List<ActivityView> views(List<Activity> rows) {
    Map<String, String> places =
        divisions.names(rows.stream().map(row -> row.divisionPath).distinct().toList());
    Map<Long, String> hosts =
        organisations.names(rows.stream().map(row -> row.hostId).filter(Objects::nonNull).toList());
    Map<Long, List<ActivitySession>> sessions =
        rows.isEmpty()
            ? Map.of()
            : queries.sessions(rows.stream().map(row -> row.id).toList()).stream()
                .collect(Collectors.groupingBy(session -> session.activityId));
    return rows.stream()
        .map(row -> ActivityView.of(row, sessions.getOrDefault(row.id, List.of()), places, hosts))
        .toList();
  }

  /** Reads a page of an activity's enrolments, with masked names. Throws FORBIDDEN for others. */
  Page<EnrolmentView> roster(Caller caller, long id, EnrolmentState state, PageQuery page) {
    if (!access.seesRoster(caller, require(caller, id))) {
      throw Caller.forbidden();
    }
    return enrolments(
        new Listing<>(Enrolment.class, "from Enrolment e")
            .only("e.activityId = :activity", "activity", id)
            .filter("state", state, "e.state = :state"),
        page);
  }

  /** Reads a page of the caller's own enrolments in the order of their ids. */
  Page<EnrolmentView> own(Caller caller, PageQuery page) {
    return enrolments(
        new Listing<>(Enrolment.class, "from Enrolment e")
            .only("e.memberId = :own", "own", caller.requireMember()),
        page);
  }

  private Page<EnrolmentView> enrolments(Listing<Enrolment> listing, PageQuery page) {
    Page<Enrolment> rows = listing.ascending("e.id", row -> row.id).page(entities, page);
    Map<Long, String> names =
        members.names(rows.items().stream().map(row -> row.memberId).distinct().toList());
    return rows.map(row -> EnrolmentView.of(row, names.get(row.memberId)));
  }

  /** Reads the sessions of an activity as a calendar. Throws like {@link #read}. */
  String calendar(Caller caller, long id) {
    Activity activity = require(caller, id);
    ActivityCalendar calendar = new ActivityCalendar();
    queries.sessions(List.of(id)).forEach(session -> calendar.add(activity, session));
    return calendar.end();
  }

  /** Reads the caller's sessions that have not ended as a calendar, at most 500. */
  String calendar(Caller caller) {
    List<ActivitySession> sessions = queries.ofMember(caller.requireMember(), time.now());
    Map<Long, Activity> activities =
        queries
            .usable(sessions.stream().map(session -> session.activityId).distinct().toList())
            .stream()
            .collect(Collectors.toMap(activity -> activity.id, activity -> activity));
    ActivityCalendar calendar = new ActivityCalendar();
    sessions.stream()
        .filter(session -> activities.containsKey(session.activityId))
        .forEach(session -> calendar.add(activities.get(session.activityId), session));
    return calendar.end();
  }

  /** Reads the caller's settled hours. */
  Hours hours(Caller caller) {
    ActivityQueries.Attended sum =
        queries.settled(caller.requireMember(), EnrolmentState.ATTENDED, ActivityState.SETTLED);
    return new Hours(sum.people(), sum.minutes() == null ? 0 : sum.minutes());
  }

  /**
   * Returns the code that a session shows now. Throws FORBIDDEN for callers who do not see the
   * roster, NOT_FOUND if the session belongs to another activity or has ended.
   */
  Code code(Caller caller, long id, long sessionId) {
    if (caller.is(Role.AUDITOR) || !access.seesRoster(caller, require(caller, id))) {
      throw Caller.forbidden();
    }
    ActivitySession session = entities.find(ActivitySession.class, sessionId);
    Instant now = time.now();
    if (session == null || session.activityId != id || now.isAfter(session.endsAt)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return new Code(codes.at(sessionId, now), SessionCode.until(now));
  }
}
