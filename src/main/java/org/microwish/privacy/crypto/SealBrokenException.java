package org.microwish.privacy.crypto;

/**
 * What was to be opened is not what was sealed there: changed, moved from another place, or sealed
 * under another key. Says nothing of what it holds.
 */
public final class SealBrokenException extends RuntimeException {

  /** Where it stood is said by whoever knows. */
  public SealBrokenException() {
    this("a sealed value was changed, moved, or sealed under another key");
  }

  /** With a place: table, field, ids; never a value. */
  public SealBrokenException(String message) {
    super(message, null, false, true);
  }
}
