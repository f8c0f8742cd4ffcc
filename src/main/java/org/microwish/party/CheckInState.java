package org.microwish.party;

/** The states of a check-in. */
public enum CheckInState {
  /** The subject serves in the community. */
  LIVE,
  /** Ended; final. Checking in again creates a new check-in. */
  REVOKED
}
