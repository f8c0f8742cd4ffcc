package org.microwish.privacy.crypto;

/**
 * Wraps and unwraps data keys under master keys. {@link MasterKeys} holds the master keys in this
 * process; another bean of this type, which calls a key management service, can replace it. Such a
 * bean should cache a few unwrapped keys for a short time, with the wrapped bytes as the cache key:
 * after an erasure has deleted the wrapped bytes from the database, no code can ask for the key.
 */
public interface KeyWrapping {

  /**
   * The id of the master key that {@link #wrap} uses: 1 to 32 characters of {@code a-z 0-9 . _ -}.
   */
  String current();

  /** Whether the master key with that id is available to unwrap. */
  boolean knows(String masterId);

  /**
   * Wraps a key under the current master key.
   *
   * @param context the place that the wrapped key belongs to, see {@link SealContext}
   */
  byte[] wrap(SealingKey key, byte[] context);

  /**
   * Unwraps a key.
   *
   * @param suite the suite of the wrapped key
   * @throws SealBrokenException if {@link #wrap} did not return these bytes for this context
   * @throws IllegalStateException if the master key is not known
   */
  SealingKey unwrap(String masterId, Suite suite, byte[] wrapped, byte[] context);
}
