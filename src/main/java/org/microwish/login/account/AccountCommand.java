package org.microwish.login.account;

/** What can be asked of an account; stands in the leaf. */
public enum AccountCommand {
  /** Put on record at its first login, or by staff. */
  RECORD,
  /** Give it another role, organisation or division. */
  CHANGE,
  /** Bind it to a member or to a resident's wishes. */
  BIND,
  /** Take a binding back. */
  UNBIND,
  /** Change how it logs in: password, second factor. */
  CHANGE_CREDENTIALS,
  /** Bar it. */
  SUSPEND,
  /** Let it in again. */
  REACTIVATE
}
