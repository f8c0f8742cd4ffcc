package org.microwish.wish.money;

/** The four accounts of a wish. Their balances always sum to zero. */
public enum PostingAccount {
  /** The source: starts at zero and goes negative. */
  FUNDING,
  /** Pledged and not yet spent. */
  COMMITTED,
  /** Spent on the wish. */
  SPENT,
  /** Refunded after it was spent. */
  RETURNED
}
