package org.microwish.platform.idempotency;

/**
 * Hashes the content of requests, to recognise whether a repeat has the same content. The hash
 * depends on a secret: from a plain hash, somebody could find a telephone number in the content by
 * trying all numbers.
 */
public interface RequestDigest {

  /** Returns 32 bytes, which are equal for equal bodies in all instances of the service. */
  byte[] of(byte[] body);
}
