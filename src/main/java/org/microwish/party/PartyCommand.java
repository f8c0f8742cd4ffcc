package org.microwish.party;

/** What can be asked of a division, organisation, member or check-in; stands in the leaf. */
enum PartyCommand {
  /** Put on record for the first time. */
  RECORD,
  /** Replace what is on record. */
  CHANGE,
  /** End an organisation. */
  DISSOLVE,
  /** End a membership. */
  LEAVE,
  /** Register with a community. */
  CHECK_IN,
  /** End a check-in. */
  REVOKE
}
