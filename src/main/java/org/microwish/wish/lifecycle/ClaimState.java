package org.microwish.wish.lifecycle;

/** The states of a claim. */
public enum ClaimState {
  /** Waits for approval; holds neither place nor money. */
  PENDING,
  /** Holds its place and its pledge. */
  ACTIVE,
  /** Its wish was confirmed. */
  COMPLETED,
  /** Not approved, or the wish filled up or closed for claims first. */
  DECLINED,
  /** Given up by the claimant. */
  RELEASED,
  /** Taken away by staff, or ended by the wish's withdrawal. */
  REVOKED,
  /** Ended by a deadline. */
  LAPSED;

  /** Whether the claim has not ended. A claimant has at most one live claim on a wish. */
  public boolean isLive() {
    return this == PENDING || this == ACTIVE;
  }
}
