package org.microwish.group.lifecycle;

/** The facts that a request must supply for a transition, besides caller and time. */
public enum GroupFact {
  /** The reason for the command: a text or, for memberships, a {@link LeaveReason}. */
  REASON,
  /** All data of the group, such as its name, kind and division. */
  VALUES
}
