package org.microwish.wish.lifecycle;

/** The types of claimant that may claim a wish. */
public enum ClaimableBy {
  ORGANISATIONS,
  MEMBERS,
  BOTH;

  /** Whether a claimant of this type may claim. */
  public boolean admits(ClaimantType type) {
    return switch (this) {
      case ORGANISATIONS -> type == ClaimantType.ORGANISATION;
      case MEMBERS -> type == ClaimantType.MEMBER;
      case BOTH -> true;
    };
  }
}
