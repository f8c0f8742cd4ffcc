package org.microwish.platform.idempotency;

/**
 * Hashes requests, to tell whether a repeat is the same. Keyed, because from a plain hash of a body
 * with a telephone number the number could be found by trying them all.
 */
public interface RequestDigest {

  /** 32 bytes; the same for the same body, on every instance. */
  byte[] of(byte[] body);
}
