package org.microwish.login.client;

/** What can be asked of a client; stands in the leaf. */
enum ClientCommand {
  /** Put on record. */
  RECORD,
  /** Replace its name, place or scopes. */
  CHANGE,
  /** Give it a new secret; the old ones end. */
  ROTATE_SECRET,
  /** Replace its public keys. */
  SET_KEYS,
  /** End it. */
  REVOKE
}
