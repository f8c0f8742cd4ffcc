package org.microwish.group.lifecycle;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The states of a membership in a group. */
public enum MembershipState {
  /** Waits for the decision of the leader or an operator. */
  APPLIED,
  /** Belongs to the group. */
  IN,
  /** Declined, left or removed, or the group was disbanded; final. */
  LEFT;

  /** The live states. */
  public static final Set<MembershipState> LIVE =
      Collections.unmodifiableSet(EnumSet.of(APPLIED, IN));

  /** Whether the membership is live; a person has at most one live membership per group. */
  public boolean isLive() {
    return LIVE.contains(this);
  }
}
