package org.microwish.activity.lifecycle;

/** The roles of a caller towards an activity; a caller can have several. */
public enum ActivityRole {
  /** Any caller in the role MEMBER, who may sign up. */
  GUEST,
  /** A steward of the host organisation, or the leader of the host group. */
  HOST,
  /** The person whose enrolment the command addresses. */
  PERSON,
  /** An operator of the activity's division. */
  OPERATOR,
  /** The service itself. */
  SWEEPER
}
