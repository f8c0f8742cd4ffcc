package org.microwish.login.client;

/** Commands on a client. The name is part of the ledger leaf. */
enum ClientCommand {
  /** Record the client. */
  RECORD,
  /** Replace its name, role, organisation, division and scopes. */
  CHANGE,
  /** Add a new secret; the old ones expire. */
  ROTATE_SECRET,
  /** Replace its public keys. */
  SET_KEYS,
  /** Revoke it. */
  REVOKE
}
