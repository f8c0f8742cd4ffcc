package org.microwish.statistics.fold;

/** The dimension by which a report divides its figures into lines. */
public enum ReportBy {
  /** One line for each division of a level; the key is the division's path. */
  DIVISION,
  /** One line for each kind of wish. */
  KIND,
  /** One line for each first-level category. */
  CATEGORY,
  /** One line for each second-level category; the key is its code, empty if a wish has none. */
  SUBCATEGORY,
  /** One line for each channel through which wishes were collected. */
  CHANNEL,
  /**
   * One line for each organisation that claims, itself or through its members; the key is its id.
   * Counts only claimed, fulfilled, on time and overdue, of the wishes that the organisation or its
   * members claim.
   */
  ORGANISATION
}
