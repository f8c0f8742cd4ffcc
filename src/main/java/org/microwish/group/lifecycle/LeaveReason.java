package org.microwish.group.lifecycle;

/**
 * The reasons for declining or removing a person. Free text is not allowed, because it would be
 * about a person. The ledger leaf contains only a commitment to the reason.
 */
public enum LeaveReason {
  /** The person does not fit the group's needs. */
  NOT_SUITABLE,
  /** The person came too seldom. */
  ABSENT,
  /** The person broke the group's rules. */
  CONDUCT,
  /** The person asked outside this service to be removed, or withdrew the application there. */
  AT_OWN_WISH,
  /** Any other reason. */
  OTHER
}
