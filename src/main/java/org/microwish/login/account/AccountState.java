package org.microwish.login.account;

/** Whether an account may be used. */
public enum AccountState {
  /** The owner may log in. */
  ACTIVE,
  /** Suspended by staff: the owner cannot log in. The account can be reactivated. */
  SUSPENDED,
  /** Erased: the account cannot be used any more. Final. */
  ERASED
}
