package org.microwish.platform.idempotency;

/**
 * A command that was sent with an idempotency key.
 *
 * @param key whose, for which operation
 * @param bodyHash of what was asked, 32 bytes; the same key with another is refused
 */
@SuppressWarnings("ArrayRecordComponent") // Commands are equal if their keys are, see below.
public record KeyedCommand(IdempotencyRow.Key key, byte[] bodyHash) {

  /** Two requests with one key are one command, whatever their bodies. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KeyedCommand that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
