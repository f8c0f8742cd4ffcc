package org.microwish.wish.lifecycle;

/** Why the handling of personal data in a wish needs a recorded consent (PIPL art. 28 to 31). */
public enum Sensitivity {
  /** The wish is about a minor under 14; a parent or another guardian must consent. */
  MINOR,
  /**
   * The wish reveals health, belief or that the person cannot decide alone; the person or a
   * guardian must consent.
   */
  OTHER
}
