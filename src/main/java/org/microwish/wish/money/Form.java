package org.microwish.wish.money;

/** What a pledge consists of. */
public enum Form {
  /** Money. */
  CASH,
  /** Goods, valued in money. */
  GOODS,
  /** Work, valued in money. */
  LABOUR,
  /** Public money, posted by an operator without a claim. */
  PUBLIC_FUNDS
}
