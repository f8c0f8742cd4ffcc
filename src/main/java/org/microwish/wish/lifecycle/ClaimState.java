package org.microwish.wish.lifecycle;

/** The states of a claim. */
public enum ClaimState {
  /** Waits for approval; takes neither a place nor a part of the budget. */
  PENDING,
  /** Takes its place or its part of the budget; the claimant works on the wish. */
  ACTIVE,
  /** The wish was confirmed as fulfilled. */
  COMPLETED,
  /**
   * Declined by staff, or ended because the wish became full or closed for claims before the
   * approval.
   */
  DECLINED,
  /** Given up by the claimant. */
  RELEASED,
  /** Revoked by staff, or ended by the wish's withdrawal. */
  REVOKED,
  /** Ended by a deadline of the claim or, before approval, of the wish. */
  LAPSED;

  /** Whether the claim is PENDING or ACTIVE. A claimant has at most one live claim on a wish. */
  public boolean isLive() {
    return this == PENDING || this == ACTIVE;
  }
}
