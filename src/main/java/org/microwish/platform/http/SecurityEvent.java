package org.microwish.platform.http;

/**
 * The kinds of events in the security log. The names never change: rules of others look for them.
 */
public enum SecurityEvent {
  /** A person logs in, by password or through WeChat. */
  LOGIN(true),
  /** A client asks for a token. */
  CLIENT_LOGIN(true),
  /** Staff show their second factor again. */
  STEP_UP(true),
  /** A session's next tokens; only refusals are logged. */
  REFRESH(false),
  /** Sessions end. */
  LOGOUT(true),
  /** An invitation is accepted: password and second factor are set. */
  ENROLMENT(true),
  /** The owner changes a password or recovery codes. */
  CREDENTIALS(true),
  /** The secret that creates an administrator is made or used. */
  BOOTSTRAP(true),
  /** An account is recorded, suspended or invited again, or gets another role or place. */
  ACCOUNT(true),
  /** An account is bound to a member or an organisation, or a binding ends. */
  BINDING(true),
  /** A client is recorded, changed or revoked, or gets a secret or keys. */
  CLIENT(true),
  /** Personal values are read in clear, or exported. */
  UNMASKING(true),
  /** Personal values are erased. */
  ERASURE(true),
  /** A legal hold is placed or released. */
  HOLD(true),
  /** Any other operation that is refused to a caller: 401 with a token, or 403. */
  REFUSAL(false);

  private final boolean successes;

  SecurityEvent(boolean successes) {
    this.successes = successes;
  }

  /** Whether successes are logged too. */
  boolean successes() {
    return successes;
  }
}
