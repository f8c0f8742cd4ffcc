package org.microwish.matching;

/** A kind of message about wishes that a claimant may not want. */
public enum MessageKind {
  /** An operator invites the claimant to a wish. */
  INVITATION,
  /** A place of a wish for which the claimant waits is free. */
  PLACE_OFFERED,
  CLAIM_ACCEPTED,
  CONTACT_DUE,
  DELIVERED,
  CONFIRMED
}
