package org.microwish.wish.lifecycle;

/** Why a wish is about somebody whose values need a guardian's consent (PIPL art. 28 to 31). */
public enum Sensitivity {
  /** About a minor under 14: a parent or another guardian consents. */
  MINOR,
  /** About health, belief, or whoever cannot decide alone: a guardian, or the person itself. */
  OTHER
}
