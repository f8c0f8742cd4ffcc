package org.microwish.party;

/** The kind of a party organisation, as defined by the party's statutes. */
public enum OrganisationKind {
  /** 党支部. */
  BRANCH,
  /** 党总支. */
  GENERAL_BRANCH,
  /** 党委. */
  COMMITTEE,
  /** 党工委. */
  WORKING_COMMITTEE
}
