package org.microwish.wish.money;

/** The postings there are, each from one account to another. */
public enum Movement {
  /** A pledge. */
  PLEDGE(PostingAccount.FUNDING, PostingAccount.COMMITTED),
  /** A delivery, whole or partial. */
  SPEND(PostingAccount.COMMITTED, PostingAccount.SPENT),
  /** A pledge, or what is left of it, given up. */
  RELEASE(PostingAccount.COMMITTED, PostingAccount.FUNDING),
  /** Spent money that came back. */
  REFUND(PostingAccount.SPENT, PostingAccount.RETURNED),
  /** A spending posted in error, taken back. */
  UNSPEND(PostingAccount.SPENT, PostingAccount.COMMITTED),
  /** A refund posted in error, taken back. */
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

  /** The movement between two accounts. */
  public static Movement between(PostingAccount from, PostingAccount to) {
    for (Movement movement : values()) {
      if (movement.from == from && movement.to == to) {
        return movement;
      }
    }
    throw new IllegalArgumentException("no movement from " + from + " to " + to);
  }
}
