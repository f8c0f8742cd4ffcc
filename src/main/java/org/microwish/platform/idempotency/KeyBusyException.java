package org.microwish.platform.idempotency;

/** Somebody else is running a command with one of the keys. */
public final class KeyBusyException extends RuntimeException {
  KeyBusyException(Throwable cause) {
    super(cause);
  }
}
