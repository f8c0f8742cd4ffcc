package org.microwish.wish.money;

/** The types of posting, each from one account to another. */
public enum Movement {
  /** A pledge. */
  PLEDGE(PostingAccount.FUNDING, PostingAccount.COMMITTED),
  /** A delivery, whole or partial. */
  SPEND(PostingAccount.COMMITTED, PostingAccount.SPENT),
  /** An unspent pledge or its rest is released. */
  RELEASE(PostingAccount.COMMITTED, PostingAccount.FUNDING),
  /** Spent money is refunded. */
  REFUND(PostingAccount.SPENT, PostingAccount.RETURNED),
  /** A spending posted in error is reversed. */
  UNSPEND(PostingAccount.SPENT, PostingAccount.COMMITTED),
  /** A refund posted in error is reversed. */
  UNREFUND(PostingAccount.RETURNED, PostingAccount.SPENT);

  private final PostingAccount from;
  private final PostingAccount to;

  Movement(PostingAccount from, PostingAccount to) {
    this.from = from;
    this.to = to;
  }

  /** The account that the amount leaves. */
  public PostingAccount from() {
    return from;
  }

  /** The account that the amount enters. */
  public PostingAccount to() {
    return to;
  }

  /** Returns the movement between two accounts. */
  public static Movement between(PostingAccount from, PostingAccount to) {
    for (Movement movement : values()) {
      if (movement.from == from && movement.to == to) {
        return movement;
      }
    }
    throw new IllegalArgumentException("no movement from " + from + " to " + to);
  }
}
