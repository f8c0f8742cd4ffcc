package org.microwish.statistics.fold;

/** The dimension by which a breakdown divides figures into cells. */
public enum Dimension {
  /** One cell for each division of a level; the cell's key is the division's path. */
  DIVISION,
  /** One cell for each first-level category; the cell's key is the category's name. */
  CATEGORY,
  /**
   * One cell for each channel through which wishes were collected; the cell's key is the channel's
   * name.
   */
  CHANNEL,
  /**
   * One cell for each organisation that claims, itself or through its members; the cell's key is
   * the organisation's id. Published and claimed are the wishes that the organisation or its
   * members claim; fulfilled are the fulfilled wishes that they completed; money is that of their
   * claims.
   */
  ORGANISATION,
  /**
   * One cell for each month; the cell's key is {@code yyyy-MM}. Each event counts in its own month:
   * publication (and budget), earliest claim, fulfilment, start of a participation, posting,
   * check-in.
   */
  MONTH
}
