package org.microwish.party;

/** The subjects that can check in and claim. */
public enum PartyType {
  ORGANISATION,
  MEMBER
}
