package org.microwish.party;

/**
 * The commands that change divisions, organisations, members and check-ins. Ledger leaves contain
 * their names.
 */
enum PartyCommand {
  /** Records a new division, organisation or member. */
  RECORD,
  /** Changes the data of a division, an organisation or a member. */
  CHANGE,
  /** Merges a division or an organisation into another. */
  MERGE,
  /** Closes a division that nothing needs any more. */
  CLOSE,
  /** Moves a check-in to the successor of its community. */
  MOVE,
  /** Dissolves an organisation. */
  DISSOLVE,
  /** Moves a member to another organisation. */
  TRANSFER,
  /** Ends the membership of a member who leaves. */
  LEAVE,
  /** Records a check-in: a member or an organisation registers with a community. */
  CHECK_IN,
  /** Ends a check-in. */
  REVOKE
}
