package org.microwish.group.lifecycle;

/**
 * The reasons for declining or removing a person. Free text is not allowed, because it would be
 * about a person and public in the leaf.
 */
public enum LeaveReason {
  /** The person does not fit the group's needs. */
  NOT_SUITABLE,
  /** The person came too seldom. */
  ABSENT,
  /** The person broke the group's rules. */
  CONDUCT,
  /** The person asked for it outside this service. */
  AT_OWN_WISH,
  /** Anything else. */
  OTHER
}
