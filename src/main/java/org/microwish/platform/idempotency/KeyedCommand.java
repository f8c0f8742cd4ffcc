package org.microwish.platform.idempotency;

/**
 * A command that was sent with an idempotency key.
 *
 * @param key the caller, the operation and the client's key
 * @param bodyHash the 32-byte hash of the request; a repeat with another hash is rejected
 */
@SuppressWarnings("ArrayRecordComponent") // Commands are equal if their keys are, see below.
public record KeyedCommand(IdempotencyRow.Key key, byte[] bodyHash) {

  /** Two requests with the same key are the same command, whatever their bodies. */
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
