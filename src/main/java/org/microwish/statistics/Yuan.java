package org.microwish.statistics;

import java.math.BigDecimal;

/** Formats amounts for the API. */
final class Yuan {

  private Yuan() {}

  /** Formats fen as yuan with two decimals. Not Money: the change of a month may be negative. */
  static String text(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }
}
