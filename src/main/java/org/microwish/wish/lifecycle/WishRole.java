package org.microwish.wish.lifecycle;

/** What a caller is to one wish; a caller can be several at once. */
public enum WishRole {
  /** The resident whose wish it is. */
  RESIDENT,
  /** A collector of the wish's division. */
  COLLECTOR,
  /** The partner that brought the wish in. */
  PARTNER,
  /** Staff of the wish's division. */
  OPERATOR,
  /** A member or steward who may come to claim. */
  CANDIDATE,
  /** The member that holds the claim, or the steward of the organisation that does. */
  CLAIMANT,
  /** A member who takes part in the claim. */
  PARTICIPANT,
  /** The service itself, when a time has come. */
  SWEEPER
}
