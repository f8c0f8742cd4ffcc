package org.microwish.statistics.fold;

/** Whose word a confirmation is. */
public enum Confirmer {
  /** The resident's own. */
  SELF,
  /** A flagged proxy's. */
  PROXY
}
