package org.microwish.login.client;

/** Commands on a client. The name is part of the ledger leaf. */
enum ClientCommand {
  /** Create the client, with a secret unless it has public keys. */
  RECORD,
  /** Replace its name, role, organisation, division and scopes. */
  CHANGE,
  /** Add a new secret; the old ones stay valid for the requested overlap. */
  ROTATE_SECRET,
  /** Replace its public keys. */
  SET_KEYS,
  /** Revoke it. */
  REVOKE
}
