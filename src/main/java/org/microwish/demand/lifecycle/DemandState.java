package org.microwish.demand.lifecycle;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The states of a demand. */
public enum DemandState {
  /** The demand waits for an operator's acceptance. */
  SUBMITTED,
  /** The demand was returned to its asker, who can complete it. */
  RETURNED,
  /** The demand is accepted and waits to be dispatched. */
  ACCEPTED,
  /** The demand is dispatched to a level and waits for a handler. */
  DISPATCHED,
  /** One handler works on the demand. */
  HANDLING,
  /** The demand is answered and waits for the asker's evaluation. */
  ANSWERED,
  /** The demand is closed. */
  CLOSED,
  /** The demand was rejected; final. */
  REJECTED,
  /** The demand was merged into another, whose answer is also this one's; final. */
  MERGED,
  /** The demand became a wish or micro-project; final. */
  CONVERTED,
  /** The asker withdrew the demand; final. */
  WITHDRAWN;

  /** The states in which a demand has not ended. */
  public static final Set<DemandState> LIVE =
      Collections.unmodifiableSet(EnumSet.range(SUBMITTED, ANSWERED));

  /** The states in which another demand can be merged into the demand. */
  public static final Set<DemandState> MERGEABLE =
      Collections.unmodifiableSet(EnumSet.of(SUBMITTED, ACCEPTED, DISPATCHED, HANDLING));

  /** Returns true if an office handles the demand, or has answered it. */
  public boolean isRouted() {
    return this == DISPATCHED || this == HANDLING || this == ANSWERED || this == CLOSED;
  }

  /** Returns true if the demand has ended. */
  public boolean hasEnded() {
    return !LIVE.contains(this);
  }
}
