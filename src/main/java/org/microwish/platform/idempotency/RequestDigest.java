package org.microwish.platform.idempotency;

/**
 * Tells whether a repeated request is the same. Keyed: a plain hash of a body with a telephone
 * number in it would tell the number to whoever tries them all.
 */
public interface RequestDigest {

  /** 32 bytes; the same for the same body, on every instance. */
  byte[] of(byte[] body);
}
