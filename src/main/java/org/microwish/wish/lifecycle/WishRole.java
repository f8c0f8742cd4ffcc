package org.microwish.wish.lifecycle;

/** A caller's role on one wish; a caller can have several at once. */
public enum WishRole {
  /** The resident for whom the wish is. */
  RESIDENT,
  /** A collector of the wish's division. */
  COLLECTOR,
  /** The partner that submitted the wish. */
  PARTNER,
  /** Staff of the wish's division. */
  OPERATOR,
  /** A member or steward who is not the wish's resident and so may claim it. */
  CANDIDATE,
  /** The member that holds the claim, or a steward of the organisation that holds it. */
  CLAIMANT,
  /** A member who takes part in the claim. */
  PARTICIPANT,
  /** The service itself, when a deadline is due. */
  SWEEPER
}
