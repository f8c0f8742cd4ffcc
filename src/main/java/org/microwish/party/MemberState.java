package org.microwish.party;

/** The states of a member. */
public enum MemberState {
  /** The member has not left. */
  ACTIVE,
  /**
   * The member has left and cannot become active again. Its past actions stay recorded under its
   * pseudonym.
   */
  LEFT
}
