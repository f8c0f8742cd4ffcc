package org.microwish.wish.lifecycle;

/** Why a proxy confirms, or reports dissatisfaction, instead of the resident. */
public enum ProxyReason {
  /** The resident cannot use a phone; evidence of the resident's statement is required. */
  CANNOT_USE_PHONE,
  /**
   * The resident has not answered within the time limit after delivery (14 days by default); only
   * operators may use this reason.
   */
  NO_ANSWER,
  /** The resident answered on paper, and an operator records the answer late. */
  ON_PAPER
}
