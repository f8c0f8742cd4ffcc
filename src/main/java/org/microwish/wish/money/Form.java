package org.microwish.wish.money;

/** What a pledge or another amount consists of. */
public enum Form {
  /** Money of the claimant. */
  CASH,
  /** Goods, valued in money. */
  GOODS,
  /** Work, valued in money. */
  LABOUR,
  /** Public money, which an operator posts on a wish without a claim. */
  PUBLIC_FUNDS
}
