package org.microwish.platform.idempotency;

/**
 * Hashes requests, to detect whether a repeat is identical. The hash is keyed: from a plain hash of
 * a body, a telephone number in it could be found by trying all numbers.
 */
public interface RequestDigest {

  /** Returns 32 bytes, equal for equal bodies on every instance. */
  byte[] of(byte[] body);
}
