package org.microwish.statistics.fold;

/** Who confirmed that a wish is fulfilled, or reported dissatisfaction. */
public enum Confirmer {
  /** The resident. */
  SELF,
  /** Another person on the resident's behalf. */
  PROXY,
  /** The neighbourhood committee or residents' representatives, who accept a public project. */
  ACCEPTANCE
}
