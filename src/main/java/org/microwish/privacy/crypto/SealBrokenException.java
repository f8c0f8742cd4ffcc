package org.microwish.privacy.crypto;

/**
 * Thrown when bytes are not what was sealed for that place: they were changed, moved from another
 * place, or sealed under another key. The message never contains a value.
 */
public final class SealBrokenException extends RuntimeException {

  /** Without a place; a caller that knows it may throw another with the place. */
  public SealBrokenException() {
    this("a sealed value was changed, moved, or sealed under another key");
  }

  /** With a place: table, field, ids; never a value. */
  public SealBrokenException(String message) {
    super(message, null, false, true);
  }
}
