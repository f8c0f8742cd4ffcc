package org.microwish.party;

/** The states of a member. */
public enum MemberState {
  /** Claims and checks in. */
  ACTIVE,
  /** Left. Final; what it did stays on record under its pseudonym. */
  LEFT
}
