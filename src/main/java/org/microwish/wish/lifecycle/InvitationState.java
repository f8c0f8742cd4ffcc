package org.microwish.wish.lifecycle;

/** The state of an invitation to claim a wish, or of a place in the wish's waiting list. */
public enum InvitationState {
  /** In the waiting list: places that are free again are offered in the order of the list. */
  WAITING,
  /** Invited by an operator, or offered a place that is free again. */
  INVITED,
  /** The claimant has claimed the wish. */
  ACCEPTED,
  /** The claimant has declined, or left the waiting list. */
  DECLINED,
  /** The invitation ran out, or the wish can no longer be claimed. */
  EXPIRED,
  /** An operator has withdrawn the invitation, or the wish was withdrawn. */
  WITHDRAWN;

  /** Returns true while the invitation has not ended. */
  public boolean isLive() {
    return this == WAITING || this == INVITED;
  }
}
