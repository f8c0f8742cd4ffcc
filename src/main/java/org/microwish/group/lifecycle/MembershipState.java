package org.microwish.group.lifecycle;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The states of a membership in a group. */
public enum MembershipState {
  /** The person has applied; the leader or an operator has not decided yet. */
  APPLIED,
  /** The person belongs to the group. */
  IN,
  /** The person was declined, left or was removed, or the group was disbanded; final. */
  LEFT;

  /** The states of a live membership: applied for, or current. */
  public static final Set<MembershipState> LIVE =
      Collections.unmodifiableSet(EnumSet.of(APPLIED, IN));

  /**
   * Returns true if a membership in this state is live. A person has at most one live membership
   * per group.
   */
  public boolean isLive() {
    return LIVE.contains(this);
  }
}
