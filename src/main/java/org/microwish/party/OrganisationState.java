package org.microwish.party;

/** The states of a party organisation. */
public enum OrganisationState {
  /** The organisation is not dissolved: it can have members, check in and claim. */
  ACTIVE,
  /** The organisation has ended and cannot become active again. Its past actions stay recorded. */
  DISSOLVED
}
