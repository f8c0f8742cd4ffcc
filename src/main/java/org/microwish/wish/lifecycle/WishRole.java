package org.microwish.wish.lifecycle;

/**
 * A caller's role on one wish and one of its claims; a caller can have several roles at once. An
 * operator who records late what a claimant, participant or resident did offline also has the role
 * of that party.
 */
public enum WishRole {
  /** The resident to whose account the wish is bound. */
  RESIDENT,
  /** A collector of the wish's division. */
  COLLECTOR,
  /** The partner that created the wish. */
  PARTNER,
  /** The member that recorded the wish for a resident. */
  AUTHOR,
  /** An operator of the wish's division. */
  OPERATOR,
  /** A member or steward who is not the wish's resident and so may claim it. */
  CANDIDATE,
  /** The member that holds the claim, or a steward of the organisation that holds it. */
  CLAIMANT,
  /** A member, or a steward who is also a member, who takes part in the claim. */
  PARTICIPANT,
  /**
   * A steward of the claiming organisation or of the claiming member's organisation, or an operator
   * of the division of that organisation.
   */
  STEWARD,
  /** The service itself, which carries out due deadlines. */
  SWEEPER
}
