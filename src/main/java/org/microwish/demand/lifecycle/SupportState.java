package org.microwish.demand.lifecycle;

/** The states of a person's support for a demand. */
public enum SupportState {
  /** The person supports the demand. */
  GIVEN,
  /** The person has withdrawn the support; final. */
  TAKEN_BACK
}
