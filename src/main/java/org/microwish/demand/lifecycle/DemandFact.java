package org.microwish.demand.lifecycle;

/** The facts that a request must supply for a transition, besides caller and time. */
public enum DemandFact {
  /** The reason for the command. */
  REASON,
  /** All data of the demand, or those that the command changes. */
  VALUES
}
