package org.microwish.activity.lifecycle;

import static org.microwish.activity.lifecycle.ActivityState.CANCELLED;
import static org.microwish.activity.lifecycle.ActivityState.DRAFT;
import static org.microwish.activity.lifecycle.ActivityState.HELD;
import static org.microwish.activity.lifecycle.ActivityState.PUBLISHED;
import static org.microwish.activity.lifecycle.ActivityState.REJECTED;
import static org.microwish.activity.lifecycle.ActivityState.SETTLED;
import static org.microwish.activity.lifecycle.ActivityState.SUBMITTED;
import static org.microwish.lifecycle.table.Row.set;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.lifecycle.table.Row;
import org.microwish.lifecycle.table.TransitionTable;

/** The transition table of activities and their enrolments. */
@SuppressWarnings("ImmutableEnumChecker") // The row's sets are unmodifiable.
public enum ActivityTransition
    implements Row.Of<ActivityState, ActivityRole, EnrolmentState, ActivityRefusal, ActivityFact> {
  /** A host or an operator records an activity. */
  CREATE(
      EntryType.ACTIVITY_CREATED,
      set(),
      set(DRAFT),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(),
      set(),
      set(ActivityFact.VALUES)),
  /** The host or an operator changes the activity's data before it is submitted. */
  EDIT(
      EntryType.ACTIVITY_EDITED,
      set(DRAFT),
      set(),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(),
      set(),
      set(ActivityFact.VALUES)),
  /** The host submits the activity for review. */
  SUBMIT(
      EntryType.ACTIVITY_SUBMITTED,
      set(DRAFT),
      set(SUBMITTED),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(),
      set(ActivityRefusal.SESSION_BEGUN),
      set()),
  /** An operator returns the activity to its host. */
  RETURN(
      EntryType.ACTIVITY_RETURNED,
      set(SUBMITTED),
      set(DRAFT),
      set(ActivityRole.OPERATOR),
      set(),
      set(),
      set(ActivityFact.REASON)),
  /** An operator rejects the activity. */
  REJECT(
      EntryType.ACTIVITY_REJECTED,
      set(SUBMITTED),
      set(REJECTED),
      set(ActivityRole.OPERATOR),
      set(),
      set(),
      set(ActivityFact.REASON)),
  /** An operator publishes the activity. */
  PUBLISH(
      EntryType.ACTIVITY_PUBLISHED,
      set(SUBMITTED),
      set(PUBLISHED),
      set(ActivityRole.OPERATOR),
      set(),
      set(ActivityRefusal.MODERATION_OPEN, ActivityRefusal.SESSION_BEGUN),
      set()),
  /** The host or an operator cancels the activity, which ends all its enrolments. */
  CANCEL(
      EntryType.ACTIVITY_CANCELLED,
      set(DRAFT, SUBMITTED, PUBLISHED),
      set(CANCELLED),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(),
      set(),
      set(ActivityFact.REASON)),
  /** The service moves the activity of a merged community to the successor. */
  MOVE(
      EntryType.ACTIVITY_MOVED,
      set(DRAFT, SUBMITTED, PUBLISHED, HELD),
      set(),
      set(ActivityRole.SWEEPER),
      set(),
      set(),
      set(ActivityFact.VALUES)),
  /** The host records that the activity took place. */
  CLOSE(
      EntryType.ACTIVITY_HELD,
      set(PUBLISHED),
      set(HELD),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(),
      set(ActivityRefusal.SESSION_AHEAD),
      set()),
  /** The host settles the hours; who has a seat and was not recorded as present was absent. */
  SETTLE(
      EntryType.ACTIVITY_SETTLED,
      set(HELD),
      set(SETTLED),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(),
      set(),
      set()),
  /** A member signs up for a session. */
  SIGN_UP(
      EntryType.ENROLMENT_SIGNED_UP,
      set(PUBLISHED),
      set(),
      set(ActivityRole.GUEST),
      set(),
      set(
          ActivityRefusal.SESSION_BEGUN,
          ActivityRefusal.BY_INVITATION,
          ActivityRefusal.HOLDS_ENROLMENT),
      set()),
  /** The host invites a member to a session. */
  INVITE(
      EntryType.ENROLMENT_INVITED,
      set(PUBLISHED),
      set(),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(),
      set(ActivityRefusal.SESSION_BEGUN, ActivityRefusal.HOLDS_ENROLMENT),
      set()),
  /** An invited person accepts and takes a seat. */
  ACCEPT(
      EntryType.ENROLMENT_ACCEPTED,
      set(PUBLISHED),
      set(),
      set(ActivityRole.PERSON),
      set(EnrolmentState.INVITED),
      set(ActivityRefusal.SESSION_BEGUN, ActivityRefusal.FULL),
      set()),
  /** The host gives a waiting person a seat. */
  APPROVE(
      EntryType.ENROLMENT_APPROVED,
      set(PUBLISHED),
      set(),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(EnrolmentState.WAITING),
      set(ActivityRefusal.SESSION_BEGUN, ActivityRefusal.FULL),
      set()),
  /** The host ends an invitation or the enrolment of a waiting person. */
  DECLINE(
      EntryType.ENROLMENT_DECLINED,
      set(PUBLISHED),
      set(),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(EnrolmentState.INVITED, EnrolmentState.WAITING),
      set(),
      set()),
  /**
   * A person declines an invitation or gives up an enrolment; the first who waits takes the seat.
   */
  WITHDRAW(
      EntryType.ENROLMENT_WITHDRAWN,
      set(PUBLISHED),
      set(),
      set(ActivityRole.PERSON),
      set(EnrolmentState.INVITED, EnrolmentState.WAITING, EnrolmentState.ENROLLED),
      set(ActivityRefusal.SESSION_BEGUN),
      set()),
  /** An enrolled person checks in with the code that the session shows. */
  CHECK_IN(
      EntryType.ENROLMENT_CHECKED_IN,
      set(PUBLISHED),
      set(),
      set(ActivityRole.PERSON),
      set(EnrolmentState.ENROLLED),
      set(ActivityRefusal.SESSION_AHEAD, ActivityRefusal.SESSION_OVER, ActivityRefusal.WRONG_CODE),
      set(ActivityFact.CODE)),
  /** The host records that an enrolled person was there. */
  ATTEND(
      EntryType.ENROLMENT_ATTENDED,
      set(PUBLISHED, HELD),
      set(),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(EnrolmentState.ENROLLED, EnrolmentState.ABSENT),
      set(ActivityRefusal.SESSION_AHEAD, ActivityRefusal.ABOVE_SESSION),
      set(ActivityFact.MINUTES)),
  /** The host records that an enrolled person was not there. */
  MISS(
      EntryType.ENROLMENT_MISSED,
      set(PUBLISHED, HELD),
      set(),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(EnrolmentState.ENROLLED, EnrolmentState.ATTENDED),
      set(ActivityRefusal.SESSION_AHEAD),
      set()),
  /** The host or an operator corrects the hours of a person, also after the settlement. */
  CORRECT_HOURS(
      EntryType.HOURS_CORRECTED,
      set(HELD, SETTLED),
      set(),
      set(ActivityRole.HOST, ActivityRole.OPERATOR),
      set(EnrolmentState.ATTENDED),
      set(ActivityRefusal.ABOVE_SESSION),
      set(ActivityFact.MINUTES, ActivityFact.REASON));

  /** The transition table with a row for each constant. */
  public static final TransitionTable TABLE =
      TransitionTable.of(AggregateType.ACTIVITY, ActivityState.class, ActivityTransition.class);

  private final Row<ActivityState, ActivityRole, EnrolmentState, ActivityRefusal, ActivityFact> row;

  ActivityTransition(
      EntryType entryType,
      Set<ActivityState> sources,
      Set<ActivityState> targets,
      Set<ActivityRole> roles,
      Set<EnrolmentState> parts,
      Set<ActivityRefusal> refusals,
      Set<ActivityFact> facts) {
    Set<ActivityRefusal> all =
        EnumSet.of(ActivityRefusal.NOT_PERMITTED, ActivityRefusal.WRONG_STATE);
    all.addAll(refusals);
    if (!parts.isEmpty()) {
      all.add(ActivityRefusal.WRONG_ENROLMENT_STATE);
    }
    this.row =
        new Row<>(
            entryType, sources, targets, roles, parts, Collections.unmodifiableSet(all), facts);
  }

  @Override
  public Row<ActivityState, ActivityRole, EnrolmentState, ActivityRefusal, ActivityFact> row() {
    return row;
  }
}
