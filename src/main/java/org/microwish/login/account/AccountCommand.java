package org.microwish.login.account;

/** Commands on an account. The name is part of the ledger leaf. */
public enum AccountCommand {
  /** Record the account, at its first login or by staff. */
  RECORD,
  /** Change its role, organisation or division. */
  CHANGE,
  /** Bind it to a member or to a resident's wishes. */
  BIND,
  /** Remove a binding. */
  UNBIND,
  /** Change its credentials (password, second factor, recovery codes) or revoke its tokens. */
  CHANGE_CREDENTIALS,
  /** Suspend it: it cannot log in, and its tokens are revoked. */
  SUSPEND,
  /** End a suspension. */
  REACTIVATE
}
