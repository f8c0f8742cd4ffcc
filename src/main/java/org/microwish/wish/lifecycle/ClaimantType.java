package org.microwish.wish.lifecycle;

/** Whether an organisation or a member holds a claim. */
public enum ClaimantType {
  ORGANISATION,
  MEMBER
}
