package org.microwish.platform.http;

/**
 * The kinds of events in the security log. A line with an event may also mean a failed attempt; its
 * result says so. The names must never change, because operators' alert rules search the log for
 * them.
 */
public enum SecurityEvent {
  /** A person logs in, with a password or through WeChat. */
  LOGIN(true),
  /** A client, that is a program and not a person, requests an access token. */
  CLIENT_LOGIN(true),
  /**
   * A member of staff shows the second factor again, to be allowed operations that need step-up.
   */
  STEP_UP(true),
  /**
   * A person's app exchanges a refresh token for new tokens of the same session; the log contains
   * only refusals and failures.
   */
  REFRESH(false),
  /** A person ends one or all of their sessions. */
  LOGOUT(true),
  /**
   * An invited member of staff begins or completes the enrolment, which sets password and second
   * factor.
   */
  ENROLMENT(true),
  /** The owner of an account changes the password or creates new recovery codes. */
  CREDENTIALS(true),
  /** The secret with which the first administrator is created is generated or used. */
  BOOTSTRAP(true),
  /**
   * A staff account is created, changed (such as its role or place), suspended, reactivated or
   * invited again, or its tokens are revoked.
   */
  ACCOUNT(true),
  /**
   * A WeChat account is bound to a member or a wish, a code for such a binding is created, or a
   * binding is removed.
   */
  BINDING(true),
  /** A client is created, changed or revoked, or gets a new secret or new keys. */
  CLIENT(true),
  /** A webhook is created, changed, stopped, resumed or deleted, or gets a new secret. */
  WEBHOOK(true),
  /** Personal values are read unmasked or exported. */
  UNMASKING(true),
  /** Personal values are erased, on request or because the retention period is over. */
  ERASURE(true),
  /** A legal hold is placed or released. */
  HOLD(true),
  /**
   * The service refuses any other operation: with 401 although the request has an Authorization
   * header, or with 403.
   */
  REFUSAL(false);

  private final boolean successes;

  SecurityEvent(boolean successes) {
    this.successes = successes;
  }

  /** Returns whether successful operations are logged too, not only refused and failed ones. */
  boolean successes() {
    return successes;
  }
}
