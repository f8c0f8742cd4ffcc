package org.microwish.wish.lifecycle;

/** The type of a claim's holder. */
public enum ClaimantType {
  ORGANISATION,
  MEMBER
}
