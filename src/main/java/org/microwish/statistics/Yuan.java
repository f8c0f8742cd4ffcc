package org.microwish.statistics;

import java.math.BigDecimal;

/** Amounts as the API writes them. */
final class Yuan {

  private Yuan() {}

  /** Fen as yuan with two decimals; the change of a month may be negative, so not Money. */
  static String text(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }
}
