package org.microwish.matching;

/** A kind of message to users of the mini-program. Claimants can refuse kinds of messages. */
public enum MessageKind {
  /** An operator invites the claimant to a wish. */
  INVITATION,
  /** A place of a wish for which the claimant waits is free. */
  PLACE_OFFERED,
  /** Staff accept a claim that needed approval. */
  CLAIM_ACCEPTED,
  /** The claimant must contact the resident soon. */
  CONTACT_DUE,
  /** A wish is delivered and waits for the resident's confirmation. */
  DELIVERED,
  /** The resident has confirmed a wish that the claimant fulfilled. */
  CONFIRMED,
  /** Several things at once, or a reminder that has no message of its own. */
  DIGEST
}
