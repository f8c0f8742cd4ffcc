package org.microwish.wish.lifecycle;

/** The states of a wish. From OPEN to DELIVERED the state is derived from the wish's claims. */
public enum WishState {
  /** Being written; visible to its author and the staff of its division. */
  DRAFT,
  /** Waits for review. */
  SUBMITTED,
  /** Returned to its author for changes. */
  RETURNED,
  /** Refused at review. Final. */
  REJECTED,
  /** Referred to another body. Final. */
  REFERRED,
  /** Published, and a place or a part of the budget is free. */
  OPEN,
  /** Nothing is free, or claiming is closed; no active claim has started. */
  CLAIMED,
  /** As CLAIMED, but at least one active claim has started. */
  IN_PROGRESS,
  /** As CLAIMED, but every active claim is delivered. */
  DELIVERED,
  /** The resident, or a proxy, has confirmed it. */
  FULFILLED,
  /** The public notice has ended. Final. */
  ARCHIVED,
  /** Not claimed in time; may be published for another round. */
  EXPIRED,
  /** Withdrawn. Final. */
  WITHDRAWN;

  /** Whether the public wall shows wishes in this state. */
  public boolean isPublic() {
    return switch (this) {
      case OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED, ARCHIVED -> true;
      case DRAFT, SUBMITTED, RETURNED, REJECTED, REFERRED, EXPIRED, WITHDRAWN -> false;
    };
  }

  /** Whether no transition leaves this state; derived from the table. */
  public boolean isFinal() {
    return WishTransition.TABLE.isFinal(this);
  }
}
