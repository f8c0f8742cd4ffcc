package org.microwish.party;

/** The states of a member. */
public enum MemberState {
  /** Can claim and check in. */
  ACTIVE,
  /** Has left; final. Its past actions stay recorded under its pseudonym. */
  LEFT
}
