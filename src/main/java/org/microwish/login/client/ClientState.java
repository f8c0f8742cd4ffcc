package org.microwish.login.client;

/** Whether a client may be used. */
public enum ClientState {
  /** It gets tokens. */
  ACTIVE,
  /** It gets none, and those it has are refused. Final. */
  REVOKED
}
