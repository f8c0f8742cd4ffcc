package org.microwish.activity.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Decides whether a command on an activity is permitted, and which states the activity and the
 * enrolment have afterwards.
 */
public final class ActivityRules {

  /** How long before a session starts people can check in. */
  private static final Duration EARLY = Duration.ofMinutes(30);

  private ActivityRules() {}

  /**
   * Returns the first reason to refuse the command, in the order of {@link ActivityRefusal}; empty
   * if the command is permitted.
   */
  public static Optional<ActivityRefusal> refusal(
      ActivityTransition transition, ActivitySnapshot activity) {
    return transition.refusals().stream()
        .filter(refusal -> applies(refusal, transition, activity))
        .findFirst();
  }

  private static boolean applies(
      ActivityRefusal refusal, ActivityTransition transition, ActivitySnapshot activity) {
    return switch (refusal) {
      case NOT_PERMITTED -> !transition.permits(activity.roles());
      case WRONG_STATE -> !transition.sources().contains(activity.state());
      case WRONG_ENROLMENT_STATE -> !transition.parts().contains(activity.enrolment());
      case MODERATION_OPEN -> activity.moderationOpen();
      case SESSION_BEGUN -> activity.begun();
      case SESSION_AHEAD -> !activity.begun();
      case SESSION_OVER -> activity.over();
      case BY_INVITATION -> activity.signUp() == SignUp.INVITATION;
      case HOLDS_ENROLMENT -> activity.holdsEnrolment();
      case FULL -> !activity.seatFree();
      case WRONG_CODE -> !activity.codeRight();
      case ABOVE_SESSION -> activity.minutes() > activity.sessionMinutes();
    };
  }

  /** Returns the activity's state after the command. */
  public static ActivityState after(ActivityTransition transition, ActivityState state) {
    return transition.targets().isEmpty() ? state : transition.targets().iterator().next();
  }

  /**
   * Returns the new state of the enrolment that a command is about; null for a command that is
   * about the activity.
   *
   * @param before the enrolment's state, or null for a new one
   */
  public static EnrolmentState enrolmentAfter(
      ActivityTransition transition, ActivitySnapshot activity, EnrolmentState before) {
    return switch (transition) {
      case SIGN_UP ->
          activity.signUp() == SignUp.OPEN && activity.seatFree()
              ? EnrolmentState.ENROLLED
              : EnrolmentState.WAITING;
      case INVITE -> EnrolmentState.INVITED;
      case ACCEPT, APPROVE -> EnrolmentState.ENROLLED;
      case WITHDRAW, DECLINE -> EnrolmentState.CANCELLED;
      case CHECK_IN, ATTEND -> EnrolmentState.ATTENDED;
      case MISS -> EnrolmentState.ABSENT;
      case CORRECT_HOURS -> before;
      case CREATE, EDIT, SUBMIT, RETURN, REJECT, PUBLISH, CANCEL, MOVE, CLOSE, SETTLE -> null;
    };
  }

  /**
   * Returns true if a session has begun as far as the command is concerned: people may check in
   * half an hour early.
   */
  public static boolean begun(ActivityTransition transition, Instant startsAt, Instant at) {
    return !at.isBefore(
        transition == ActivityTransition.CHECK_IN ? startsAt.minus(EARLY) : startsAt);
  }

  /**
   * Like {@link #begun(ActivityTransition, Instant, Instant)}, for a command on the whole activity:
   * an activity was held when all its sessions have begun, and can be published until the first one
   * begins.
   */
  public static boolean begun(
      ActivityTransition transition, Collection<Instant> starts, Instant at) {
    return transition == ActivityTransition.CLOSE
        ? starts.stream().allMatch(start -> begun(transition, start, at))
        : starts.stream().anyMatch(start -> begun(transition, start, at));
  }

  /** Returns the minutes that count for an attendance, before the host corrects them. */
  public static int counted(HoursMode mode, int fixedMinutes, int sessionMinutes) {
    return switch (mode) {
      case NONE -> 0;
      case ACTUAL -> sessionMinutes;
      case FIXED -> Math.min(fixedMinutes, sessionMinutes);
    };
  }
}
