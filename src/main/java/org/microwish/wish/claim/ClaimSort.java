package org.microwish.wish.claim;

/** The order of a list of the caller's claims. */
public enum ClaimSort {
  /** The newest first. */
  NEWEST,
  /**
   * The earliest deadline first: of the approval while PENDING, of contact or completion while
   * ACTIVE; other claims by their end.
   */
  DEADLINE
}
