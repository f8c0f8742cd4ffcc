package org.microwish.wish.money;

/** The form of a pledge or another amount. */
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
