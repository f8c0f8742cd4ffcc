package org.microwish.login.client;

/** Commands on a client. Ledger leaves contain the names of these constants. */
enum ClientCommand {
  /** Create the client, with a secret unless it has public keys. */
  RECORD,
  /** Replace the client's name, role, organisation, division and scopes. */
  CHANGE,
  /** Add a new secret; the old secrets stay valid for the requested overlap. */
  ROTATE_SECRET,
  /** Replace the client's public keys. */
  SET_KEYS,
  /** Revoke the client permanently. */
  REVOKE
}
