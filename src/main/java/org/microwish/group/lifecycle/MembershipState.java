package org.microwish.group.lifecycle;

/** The states of somebody's membership in a group. */
public enum MembershipState {
  /** Waits for the leader's word. */
  APPLIED,
  /** Belongs to the group. */
  IN,
  /** Was turned down, left, or was removed; or the group is over. Final. */
  LEFT;

  /** Whether it counts: nobody has two such in one group. */
  public boolean isLive() {
    return this != LEFT;
  }
}
