package org.microwish.activity.lifecycle;

/** The facts that a request must supply for a transition, besides caller and time. */
public enum ActivityFact {
  /** The reason for the command. */
  REASON,
  /** All data of the activity, such as its title, kind and sessions. */
  VALUES,
  /** The code that the host shows at the session. */
  CODE,
  /** The minutes that count for a person. */
  MINUTES
}
