package org.microwish.platform.idempotency;

/**
 * The body of a response that contains a secret. Only the client that sent the first request gets
 * the secret: the body is stored without the secret, so a repeat gets the response without it.
 */
public interface ShownOnce {

  /** Returns a copy of this body without the secret, to be stored. */
  Object withoutSecret();
}
