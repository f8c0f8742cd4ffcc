package org.microwish.platform.idempotency;

/** Thrown when another transaction is running a command with one of the keys. */
public final class KeyBusyException extends RuntimeException {
  KeyBusyException(Throwable cause) {
    super(cause);
  }
}
