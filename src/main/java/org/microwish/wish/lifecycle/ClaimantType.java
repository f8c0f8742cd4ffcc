package org.microwish.wish.lifecycle;

/** Who holds a claim. */
public enum ClaimantType {
  ORGANISATION,
  MEMBER
}
