package org.microwish.group.lifecycle;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The states of somebody's membership in a group. */
public enum MembershipState {
  /** Waits for the leader's word. */
  APPLIED,
  /** Belongs to the group. */
  IN,
  /** Was turned down, left, or was removed; or the group is over. Final. */
  LEFT;

  /** Those that count. */
  public static final Set<MembershipState> LIVE =
      Collections.unmodifiableSet(EnumSet.of(APPLIED, IN));

  /** Whether it counts: nobody has two such in one group. */
  public boolean isLive() {
    return LIVE.contains(this);
  }
}
