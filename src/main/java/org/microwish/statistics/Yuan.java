package org.microwish.statistics;

import java.math.BigDecimal;

/** Formats amounts for the API. */
public final class Yuan {

  private Yuan() {}

  /**
   * Formats an amount in fen as yuan with two decimals. The parameter is not {@code Money}, because
   * the change of a month may be negative.
   */
  public static String text(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }
}
