package org.microwish.party;

/** The states of a party organisation. */
public enum OrganisationState {
  /** Has members, checks in and claims. */
  ACTIVE,
  /** Ended. Final; what it did stays on record. */
  DISSOLVED
}
