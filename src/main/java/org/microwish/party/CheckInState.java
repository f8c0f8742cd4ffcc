package org.microwish.party;

/** The states of a check-in. */
public enum CheckInState {
  /** The subject serves in the community. */
  LIVE,
  /** Ended. Final; checking in again makes a new one. */
  REVOKED
}
