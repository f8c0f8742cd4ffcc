package org.microwish.login.account;

/** Commands on an account. Ledger leaves contain the names of these constants. */
public enum AccountCommand {
  /** Create the account: at its owner's first login, by staff, or as the first administrator. */
  RECORD,
  /** Change the account's role, organisation or division. */
  CHANGE,
  /**
   * Bind the account to a member, to a member's organisation as its steward, or to wishes of a
   * resident.
   */
  BIND,
  /** Remove the binding to a member or to a wish. */
  UNBIND,
  /**
   * Change the account's credentials (password, second factor, recovery codes), or revoke its
   * tokens.
   */
  CHANGE_CREDENTIALS,
  /** Suspend the account: its owner cannot log in, and its tokens are revoked. */
  SUSPEND,
  /** End the suspension of the account. */
  REACTIVATE
}
