package org.microwish.verify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.microwish.activity.lifecycle.ActivityRefusal;
import org.microwish.activity.lifecycle.ActivityRole;
import org.microwish.activity.lifecycle.ActivityRules;
import org.microwish.activity.lifecycle.ActivitySnapshot;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.activity.lifecycle.ActivityTransition;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.activity.lifecycle.SignUp;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;

/**
 * Checks each command on an activity with {@link ActivityRules}, the rules that the service
 * applies. Leaves do not show whether a finding of moderation is open, which code was given and who
 * is a host, so the check assumes that these were in order. The seats, the hours and the sums of
 * the settlement are recomputed.
 */
final class ActivityAudit {

  private record Session(Instant startsAt, Instant endsAt, long seats) {
    int minutes() {
      return Math.toIntExact(Duration.between(startsAt, endsAt).toMinutes());
    }
  }

  private static final class Enrolment {
    private final String session;
    private final String member;
    private EnrolmentState state;
    private long minutes;

    Enrolment(String session, String member) {
      this.session = session;
      this.member = member;
    }
  }

  private static final class Activity {
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Enrolment> enrolments = new HashMap<>();
    private SignUp signUp;

    long taken(String session) {
      return enrolments.values().stream()
          .filter(one -> one.session.equals(session) && one.state.takesSeat())
          .count();
    }

    long end(Set<EnrolmentState> states, EnrolmentState next) {
      List<Enrolment> ending =
          enrolments.values().stream().filter(one -> states.contains(one.state)).toList();
      ending.forEach(one -> one.state = next);
      return ending.size();
    }
  }

  private final Map<String, Activity> activities = new HashMap<>();

  /**
   * Checks the next leaf of an activity. The caller has already checked that the leaf's transition
   * starts from the state after the activity's previous leaf.
   *
   * @return the finding; null if there is none
   */
  Finding check(long index, Leaf leaf) {
    Activity activity = activities.computeIfAbsent(leaf.aggregateId(), id -> new Activity());
    try {
      return check(index, leaf, activity);
    } catch (ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException malformed) {
      return Rule.ILL_FORMED.at(index, "a fact is missing or has another form: " + malformed);
    }
  }

  private Finding check(long index, Leaf leaf, Activity activity) {
    ActivityTransition command = ActivityTransition.valueOf(leaf.transition().command());
    read(leaf, activity);
    if (command == ActivityTransition.CREATE) {
      return null;
    }
    Map<String, Object> said = Facts.nullable(leaf.facts(), "enrolment");
    boolean begins = command == ActivityTransition.SIGN_UP || command == ActivityTransition.INVITE;
    if ((said != null) != (begins || !command.parts().isEmpty())) {
      return refused(index, command, "enrolment");
    }
    Enrolment enrolment = null;
    Session session = null;
    String id = null;
    boolean holds = false;
    if (said != null) {
      id = Facts.required(said, "id");
      String at = Facts.required(said, "session");
      String member = Facts.required(said, "member");
      Enrolment before = activity.enrolments.get(id);
      session = activity.sessions.get(at);
      if (begins != (before == null)
          || session == null
          || (before != null && !(before.session.equals(at) && before.member.equals(member)))) {
        return refused(index, command, "enrolment " + id);
      }
      enrolment = before == null ? new Enrolment(at, member) : before;
      holds =
          activity.enrolments.values().stream()
              .anyMatch(
                  one -> one.session.equals(at) && one.member.equals(member) && one.state.isLive());
    }
    long minutes = said == null ? 0 : number(said, "minutes");
    ActivitySnapshot snapshot =
        new ActivitySnapshot(
            ActivityState.valueOf(leaf.transition().from()),
            roles(leaf, enrolment),
            activity.signUp,
            enrolment == null ? null : enrolment.state,
            false,
            session == null
                ? ActivityRules.begun(
                    command,
                    activity.sessions.values().stream().map(Session::startsAt).toList(),
                    leaf.occurredAt())
                : ActivityRules.begun(command, session.startsAt, leaf.occurredAt()),
            session != null && leaf.occurredAt().isAfter(session.endsAt),
            session != null && activity.taken(enrolment.session) < session.seats,
            holds,
            true,
            Math.toIntExact(minutes),
            session == null ? 0 : session.minutes());
    ActivityRefusal refusal = ActivityRules.refusal(command, snapshot).orElse(null);
    if (refusal != null) {
      return refused(index, command, refusal);
    }
    if (session != null && minutes > session.minutes()) {
      return refused(index, command, ActivityRefusal.ABOVE_SESSION);
    }
    if (enrolment == null) {
      return whole(index, leaf, activity, command);
    }
    EnrolmentState next = ActivityRules.enrolmentAfter(command, snapshot, enrolment.state);
    if (!next.name().equals(said.get("state"))) {
      return refused(index, command, "enrolment " + id + " " + said.get("state"));
    }
    enrolment.state = next;
    enrolment.minutes = minutes;
    activity.enrolments.put(id, enrolment);
    return promoted(index, leaf, activity, command, enrolment);
  }

  private static void read(Leaf leaf, Activity activity) {
    Map<String, Object> record = Facts.nullable(leaf.facts(), "activity");
    if (record == null || leaf.type() == EntryType.ACTIVITY_MOVED) {
      return;
    }
    activity.signUp = SignUp.valueOf(Facts.required(record, "signUp"));
    activity.sessions.clear();
    for (Object one : (List<?>) leaf.facts().get("sessions")) {
      @SuppressWarnings("unchecked") // CanonicalJson.parse makes string keys only.
      Map<String, Object> session = (Map<String, Object>) one;
      activity.sessions.put(
          Facts.required(session, "id"),
          new Session(
              Objects.requireNonNull(Facts.time(session, "startsAt")),
              Objects.requireNonNull(Facts.time(session, "endsAt")),
              number(session, "seats")));
    }
  }

  /** Checks the sums of a command that changes many enrolments. */
  private static Finding whole(
      long index, Leaf leaf, Activity activity, ActivityTransition command) {
    return switch (command) {
      case CANCEL -> {
        long ended = activity.end(EnrolmentState.OPEN, EnrolmentState.CANCELLED);
        yield equal(index, leaf, command, "ended", ended);
      }
      case CLOSE -> {
        long ended =
            activity.end(
                EnumSet.of(EnrolmentState.INVITED, EnrolmentState.WAITING),
                EnrolmentState.CANCELLED);
        yield equal(index, leaf, command, "ended", ended);
      }
      case SETTLE -> {
        long absent = activity.end(EnumSet.of(EnrolmentState.ENROLLED), EnrolmentState.ABSENT);
        List<Enrolment> attended =
            activity.enrolments.values().stream()
                .filter(one -> one.state == EnrolmentState.ATTENDED)
                .toList();
        Finding finding = equal(index, leaf, command, "absent", absent);
        finding =
            finding == null ? equal(index, leaf, command, "attended", attended.size()) : finding;
        yield finding == null
            ? equal(
                index,
                leaf,
                command,
                "minutes",
                attended.stream().mapToLong(one -> one.minutes).sum())
            : finding;
      }
      default -> null;
    };
  }

  private static Finding equal(
      long index, Leaf leaf, ActivityTransition command, String fact, long right) {
    return Objects.equals(leaf.facts().get(fact), right)
        ? null
        : refused(index, command, fact + " " + leaf.facts().get(fact) + " ≠ " + right);
  }

  /** Checks that the seat which came back went to somebody who waited for this session. */
  private static Finding promoted(
      long index, Leaf leaf, Activity activity, ActivityTransition command, Enrolment left) {
    Map<String, Object> said = Facts.nullable(leaf.facts(), "promoted");
    if (said == null) {
      return null;
    }
    Enrolment next = activity.enrolments.get(Facts.required(said, "id"));
    if (command != ActivityTransition.WITHDRAW
        || next == null
        || next.state != EnrolmentState.WAITING
        || !next.session.equals(left.session)
        || !next.member.equals(said.get("member"))) {
      return refused(index, command, "promoted");
    }
    next.state = EnrolmentState.ENROLLED;
    return null;
  }

  private static Set<ActivityRole> roles(Leaf leaf, Enrolment enrolment) {
    return switch (leaf.actor().role()) {
      case "SYSTEM" -> EnumSet.of(ActivityRole.SWEEPER);
      case "OPERATOR" -> EnumSet.of(ActivityRole.OPERATOR);
      case "STEWARD" -> EnumSet.of(ActivityRole.HOST);
      case "MEMBER" -> {
        EnumSet<ActivityRole> roles = EnumSet.of(ActivityRole.HOST, ActivityRole.GUEST);
        if (enrolment != null && enrolment.member.equals(leaf.actor().pseudonym())) {
          roles.add(ActivityRole.PERSON);
        }
        yield roles;
      }
      default -> EnumSet.noneOf(ActivityRole.class);
    };
  }

  private static long number(Map<String, Object> facts, String name) {
    Long value = (Long) facts.get(name);
    return value == null ? 0 : value;
  }

  private static Finding refused(long index, ActivityTransition command, Object why) {
    return Rule.ACTIVITY_REFUSED.at(index, command, why);
  }
}
