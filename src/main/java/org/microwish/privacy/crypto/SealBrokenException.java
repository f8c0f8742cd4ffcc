package org.microwish.privacy.crypto;

/**
 * Thrown when sealed bytes cannot be opened, because they were changed, moved from another place,
 * or sealed under another key. The message never contains a value.
 */
public final class SealBrokenException extends RuntimeException {

  /**
   * Creates an exception whose message names no place. Code that knows the place may catch it and
   * throw another one that names the place.
   */
  public SealBrokenException() {
    this("a sealed value was changed, moved, or sealed under another key");
  }

  /** Creates an exception with a message, which may name table, field and ids but never a value. */
  public SealBrokenException(String message) {
    super(message, null, false, true);
  }
}
