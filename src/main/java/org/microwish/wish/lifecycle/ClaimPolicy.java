package org.microwish.wish.lifecycle;

/** How many may claim a wish. */
public enum ClaimPolicy {
  /** One claim; first come, first served. */
  EXCLUSIVE,
  /** Several, as far as the {@link Capacity} goes. */
  SHARED
}
