package org.microwish.party;

/** The states of a party organisation. */
public enum OrganisationState {
  /** Can have members, check in and claim. */
  ACTIVE,
  /** Ended; final. Its past actions stay recorded. */
  DISSOLVED
}
