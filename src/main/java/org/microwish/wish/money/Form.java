package org.microwish.wish.money;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of a pledge or another amount. */
@Schema(name = "MoneyForm")
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
