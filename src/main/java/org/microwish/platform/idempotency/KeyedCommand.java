package org.microwish.platform.idempotency;

/**
 * Identifies a command by its idempotency key, with the hash of the request's content.
 *
 * @param key the caller, the operation and the key of the request
 * @param bodyHash the 32-byte hash of the request's content; a later request with the same key and
 *     another hash is refused
 */
@SuppressWarnings("ArrayRecordComponent") // equals ignores the array.
public record KeyedCommand(IdempotencyRow.Key key, byte[] bodyHash) {

  /** Two commands are equal if they have the same key, whatever the content of the requests. */
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
