package org.microwish.group.lifecycle;

/**
 * Why somebody is turned down or removed. No words: they would be about a person, in the open part
 * of the leaf.
 */
public enum LeaveReason {
  /** The group needs something else. */
  NOT_SUITABLE,
  /** Came too seldom. */
  ABSENT,
  /** Broke the group's rules. */
  CONDUCT,
  /** Asked for it in another way. */
  AT_OWN_WISH,
  /** Anything else. */
  OTHER
}
