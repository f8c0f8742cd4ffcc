package org.microwish.wish.lifecycle;

/** How many claims a wish accepts. */
public enum ClaimPolicy {
  /** One claim; first come, first served. */
  EXCLUSIVE,
  /** Several claims, within the {@link Capacity}. */
  SHARED
}
