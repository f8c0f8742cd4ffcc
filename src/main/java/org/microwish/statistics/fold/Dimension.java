package org.microwish.statistics.fold;

/** What a breakdown's cells stand for. */
public enum Dimension {
  /** Divisions of one level; key: the path. */
  DIVISION,
  /** First-level categories; key: the category. */
  CATEGORY,
  /** Channels of collection; key: the channel. */
  CHANNEL,
  /**
   * Organisations with claims of their own or of their members; key: the id. Published and claimed
   * are the wishes they claim, fulfilled those they completed, money that of their claims.
   */
  ORGANISATION,
  /**
   * Months; key: {@code yyyy-MM}. Each event stands in its own month: publication (and budget),
   * earliest claim, fulfilment, a member's joining, a posting, a check-in.
   */
  MONTH
}
