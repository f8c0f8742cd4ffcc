package org.microwish.login.account;

/** Whether an account may be used. */
public enum AccountState {
  /** It may log in. */
  ACTIVE,
  /** Suspended by staff; can be reactivated. */
  SUSPENDED,
  /** Erased; final. */
  ERASED
}
