package org.microwish.privacy.crypto;

/**
 * Wraps and unwraps data keys under master keys. {@link MasterKeys} holds the master keys itself; a
 * bean of this type can replace it with a key management service. Such a bean should cache a few
 * unwrapped keys for a short time, by their wrapped bytes: once erasure has deleted these from the
 * database, nobody can ask for the key again.
 */
public interface KeyWrapping {

  /** The id of the master key that wraps from now on: 1 to 32 of {@code a-z 0-9 . _ -}. */
  String current();

  /** Whether the master key with that id is available to unwrap. */
  boolean knows(String masterId);

  /**
   * Wraps a key under the current master key.
   *
   * @param context where the wrapped key belongs, see {@link SealContext}
   */
  byte[] wrap(SealingKey key, byte[] context);

  /**
   * Unwraps a key.
   *
   * @param suite of the wrapped key
   * @throws SealBrokenException when the bytes are not what {@link #wrap} made for that context
   * @throws IllegalStateException when the master key is not known
   */
  SealingKey unwrap(String masterId, Suite suite, byte[] wrapped, byte[] context);
}
