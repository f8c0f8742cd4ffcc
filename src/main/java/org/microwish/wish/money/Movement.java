package org.microwish.wish.money;

/** The postings there are, each from one account to another. */
public enum Movement {
  /** A pledge. */
  PLEDGE(Account.FUNDING, Account.COMMITTED),
  /** A delivery, whole or partial. */
  SPEND(Account.COMMITTED, Account.SPENT),
  /** A pledge, or what is left of it, given up. */
  RELEASE(Account.COMMITTED, Account.FUNDING),
  /** Spent money that came back. */
  REFUND(Account.SPENT, Account.RETURNED),
  /** A spending posted in error, taken back. */
  UNSPEND(Account.SPENT, Account.COMMITTED),
  /** A refund posted in error, taken back. */
  UNREFUND(Account.RETURNED, Account.SPENT);

  private final Account from;
  private final Account to;

  Movement(Account from, Account to) {
    this.from = from;
    this.to = to;
  }

  /** The account that the amount leaves. */
  public Account from() {
    return from;
  }

  /** The account that the amount enters. */
  public Account to() {
    return to;
  }

  /** The movement between two accounts. */
  public static Movement between(Account from, Account to) {
    for (Movement movement : values()) {
      if (movement.from == from && movement.to == to) {
        return movement;
      }
    }
    throw new IllegalArgumentException("no movement from " + from + " to " + to);
  }
}
