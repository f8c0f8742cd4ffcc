package org.microwish.platform.idempotency;

/**
 * A response that contains a secret. Only the first response contains the secret; it is not stored
 * with the key, so a repeat gets the response without it.
 */
public interface ShownOnce {

  /** The same response without the secret. */
  Object withoutSecret();
}
