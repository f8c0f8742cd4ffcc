package org.microwish.party;

/** The states of a check-in. */
public enum CheckInState {
  /** The organisation or member is registered with the community. */
  LIVE,
  /**
   * The check-in has ended and cannot become live again. Checking in again creates a new check-in.
   */
  REVOKED
}
