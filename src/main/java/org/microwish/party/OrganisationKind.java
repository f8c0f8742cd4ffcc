package org.microwish.party;

/** The kind of a party organisation, as defined by the party's statutes. */
public enum OrganisationKind {
  /** Party branch (党支部). */
  BRANCH,
  /** General party branch (党总支). */
  GENERAL_BRANCH,
  /** Party committee (党委). */
  COMMITTEE,
  /** Party working committee (党工委). */
  WORKING_COMMITTEE
}
