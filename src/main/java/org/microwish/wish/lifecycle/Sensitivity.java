package org.microwish.wish.lifecycle;

/** Why the handling of personal data in a wish needs a recorded consent (PIPL art. 28 to 31). */
public enum Sensitivity {
  /** About a minor under 14; a parent or another guardian must consent. */
  MINOR,
  /** About health, belief or inability to decide alone; a guardian or the person must consent. */
  OTHER
}
