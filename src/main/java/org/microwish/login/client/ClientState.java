package org.microwish.login.client;

/** Whether a client may be used. */
public enum ClientState {
  /** The client can get tokens. */
  ACTIVE,
  /** The client gets no tokens, and its existing tokens are refused. Final. */
  REVOKED
}
