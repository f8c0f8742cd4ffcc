package org.microwish.statistics.fold;

/** Who gave a confirmation. */
public enum Confirmer {
  /** The resident. */
  SELF,
  /** A proxy, flagged as such. */
  PROXY
}
