package org.microwish.wish.money;

/** The types of posting; each moves an amount from one account to another. */
public enum Movement {
  /** An amount is pledged. */
  PLEDGE(PostingAccount.FUNDING, PostingAccount.COMMITTED),
  /** A committed amount is spent, by a delivery or from public funds. */
  SPEND(PostingAccount.COMMITTED, PostingAccount.SPENT),
  /** A committed amount is released without being spent; also reverses a wrong pledge. */
  RELEASE(PostingAccount.COMMITTED, PostingAccount.FUNDING),
  /** Spent money is refunded. */
  REFUND(PostingAccount.SPENT, PostingAccount.RETURNED),
  /** A wrong posting of the type {@link #SPEND} is reversed. */
  UNSPEND(PostingAccount.SPENT, PostingAccount.COMMITTED),
  /** A wrong posting of the type {@link #REFUND} is reversed. */
  UNREFUND(PostingAccount.RETURNED, PostingAccount.SPENT);

  private final PostingAccount from;
  private final PostingAccount to;

  Movement(PostingAccount from, PostingAccount to) {
    this.from = from;
    this.to = to;
  }

  /** Returns the account that the amount leaves. */
  public PostingAccount from() {
    return from;
  }

  /** Returns the account that the amount enters. */
  public PostingAccount to() {
    return to;
  }

  /**
   * Returns the movement from one account to another.
   *
   * @throws IllegalArgumentException if there is no such movement
   */
  public static Movement between(PostingAccount from, PostingAccount to) {
    for (Movement movement : values()) {
      if (movement.from == from && movement.to == to) {
        return movement;
      }
    }
    throw new IllegalArgumentException("no movement from " + from + " to " + to);
  }
}
