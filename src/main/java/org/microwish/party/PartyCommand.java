package org.microwish.party;

/** Commands on divisions, organisations, members and check-ins, as recorded in ledger leaves. */
enum PartyCommand {
  /** Record for the first time. */
  RECORD,
  /** Replace the recorded data. */
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
