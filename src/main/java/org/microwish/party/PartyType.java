package org.microwish.party;

/** The two that check in and claim. */
public enum PartyType {
  ORGANISATION,
  MEMBER
}
