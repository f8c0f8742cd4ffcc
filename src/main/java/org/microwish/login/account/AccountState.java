package org.microwish.login.account;

/** Whether an account may be used. */
public enum AccountState {
  /** It may log in. */
  ACTIVE,
  /** Staff have barred it; it may be let in again. */
  SUSPENDED,
  /** Its owner has had it erased; final. */
  ERASED
}
