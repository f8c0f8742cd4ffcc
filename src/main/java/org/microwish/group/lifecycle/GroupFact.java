package org.microwish.group.lifecycle;

/** The facts that a request must supply for a transition, besides caller and time. */
public enum GroupFact {
  /** The reason. A text or, for memberships, a {@link LeaveReason}. */
  REASON,
  /** The whole record. */
  VALUES
}
