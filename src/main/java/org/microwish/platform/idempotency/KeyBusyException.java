package org.microwish.platform.idempotency;

/**
 * Thrown when another transaction is running a command with one of the keys, so that a lock on the
 * row of the key is not available.
 */
public final class KeyBusyException extends RuntimeException {
  KeyBusyException(Throwable cause) {
    super(cause);
  }
}
