package org.microwish.wish.lifecycle;

/** The states of a wish. From OPEN to DELIVERED the state follows the wish's claims. */
public enum WishState {
  /** Being written; seen by its author and the staff of its division. */
  DRAFT,
  /** Waits for review. */
  SUBMITTED,
  /** Sent back to its author to be mended. */
  RETURNED,
  /** Refused at review. Final. */
  REJECTED,
  /** Handed to another body. Final. */
  REFERRED,
  /** Published, and a place or a part of the budget is free. */
  OPEN,
  /** Nothing is free, or claiming is closed; nobody has started. */
  CLAIMED,
  /** The same, and somebody has started. */
  IN_PROGRESS,
  /** The same, and every active claim is delivered. */
  DELIVERED,
  /** The resident, or a proxy, has confirmed it. */
  FULFILLED,
  /** The public notice is over. Final. */
  ARCHIVED,
  /** Nobody claimed it in time; may be published for another round. */
  EXPIRED,
  /** Taken back. Final. */
  WITHDRAWN;

  /** Whether the wall shows a wish in this state. */
  public boolean isPublic() {
    return switch (this) {
      case OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED, ARCHIVED -> true;
      case DRAFT, SUBMITTED, RETURNED, REJECTED, REFERRED, EXPIRED, WITHDRAWN -> false;
    };
  }

  /** Whether no transition leads out; derived from the table. */
  public boolean isFinal() {
    return WishTransition.TABLE.isFinal(this);
  }
}
