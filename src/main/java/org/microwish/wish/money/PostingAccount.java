package org.microwish.wish.money;

/** The four accounts of a wish; the sum of their balances is always zero. */
public enum PostingAccount {
  /** The source of all amounts: its balance is zero at first, then negative. */
  FUNDING,
  /** Amounts that are pledged and neither spent nor released. */
  COMMITTED,
  /** Amounts spent on the wish and not refunded. */
  SPENT,
  /** Amounts refunded after they were spent. */
  RETURNED
}
