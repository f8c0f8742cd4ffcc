package org.microwish.wish.lifecycle;

/**
 * The states of a wish. The states OPEN, CLAIMED, IN_PROGRESS and DELIVERED are derived from the
 * wish's claims.
 */
public enum WishState {
  /**
   * Not submitted yet. Only the wish's resident or partner, the member that recorded it, and the
   * collectors, operators and auditors of the wish's division see the wish.
   */
  DRAFT,
  /** Waits for review. */
  SUBMITTED,
  /** Returned to its author for changes. */
  RETURNED,
  /** Rejected at review. Final, unless an operator finds that this was a mistake. */
  REJECTED,
  /** Referred to another body. Final. */
  REFERRED,
  /** Published; a place or a part of the budget is free, or no claim is active. */
  OPEN,
  /** Claims are active, and nothing is free or claiming is closed; no work has started. */
  CLAIMED,
  /** Like CLAIMED, but work has started, and at least one active claim is not delivered. */
  IN_PROGRESS,
  /** Like CLAIMED, but every active claim is delivered. */
  DELIVERED,
  /**
   * The resident or a proxy has confirmed that the wish is fulfilled, or a public project was
   * accepted; the public notice runs.
   */
  FULFILLED,
  /** The public notice has ended. Final. */
  ARCHIVED,
  /** No claim was active at the claim-by date; the wish may be published for another round. */
  EXPIRED,
  /** Withdrawn. Final. */
  WITHDRAWN;

  /**
   * Whether the public wall shows wishes in this state, unless they are off the wall or on legal
   * hold.
   */
  public boolean isPublic() {
    return switch (this) {
      case OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED, ARCHIVED -> true;
      case DRAFT, SUBMITTED, RETURNED, REJECTED, REFERRED, EXPIRED, WITHDRAWN -> false;
    };
  }

  /** Whether the wish has ended: its state is final, or it was rejected. */
  public boolean isEnded() {
    return isFinal() || this == REJECTED;
  }

  /**
   * Whether no transition leads from this state to another one; derived from the transition table.
   */
  public boolean isFinal() {
    return WishTransition.TABLE.isFinal(this);
  }
}
