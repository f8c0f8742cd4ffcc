package org.microwish.login.client;

/** Whether a client may be used. */
public enum ClientState {
  /** It can get tokens. */
  ACTIVE,
  /** It gets no tokens, and its existing tokens are refused. Final. */
  REVOKED
}
