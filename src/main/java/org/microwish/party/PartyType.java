package org.microwish.party;

/** The types of subjects that can check in to a community and claim wishes. */
public enum PartyType {
  ORGANISATION,
  MEMBER
}
