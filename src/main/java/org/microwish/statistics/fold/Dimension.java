package org.microwish.statistics.fold;

/** The dimension by which a breakdown divides figures into cells. */
public enum Dimension {
  /** Divisions of one level; key: the path. */
  DIVISION,
  /** First-level categories; key: the category. */
  CATEGORY,
  /** Channels through which wishes were collected; key: the channel. */
  CHANNEL,
  /**
   * Organisations with claims of their own or of their members; key: the id. Published and claimed
   * are the wishes they claim, fulfilled those they completed, money that of their claims.
   */
  ORGANISATION,
  /**
   * Months; key: {@code yyyy-MM}. Each event counts in its own month: publication (and budget),
   * earliest claim, fulfilment, a member's joining, a posting, a check-in.
   */
  MONTH
}
