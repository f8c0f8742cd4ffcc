package org.microwish.activity.lifecycle;

/** The reasons to refuse a command on an activity, in order of precedence. */
public enum ActivityRefusal {
  /** The caller has no role that permits the command. */
  NOT_PERMITTED,
  /** The command is not allowed in the activity's state. */
  WRONG_STATE,
  /** The command is not allowed in the enrolment's state. */
  WRONG_ENROLMENT_STATE,
  /** A moderation finding about the activity's texts is open, or its texts were rejected. */
  MODERATION_OPEN,
  /** A session has begun, so that nobody can sign up or publish the activity any more. */
  SESSION_BEGUN,
  /** The session has not begun, so that nobody can attend it or miss it yet. */
  SESSION_AHEAD,
  /** The session has ended, so that nobody can check in any more. */
  SESSION_OVER,
  /** The activity takes people by invitation only. */
  BY_INVITATION,
  /** The person already has a live enrolment in the session. */
  HOLDS_ENROLMENT,
  /** All seats of the session are taken. */
  FULL,
  /** The code is not the one that the session shows now. */
  WRONG_CODE,
  /** The hours are longer than the session. */
  ABOVE_SESSION
}
