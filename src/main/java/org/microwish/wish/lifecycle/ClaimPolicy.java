package org.microwish.wish.lifecycle;

/** How many claims on a wish can be active. */
public enum ClaimPolicy {
  /** At most one claim: the first that becomes active. */
  EXCLUSIVE,
  /** Several claims, as far as the {@link Capacity} allows. */
  SHARED
}
