package org.microwish.privacy.crypto;

/**
 * Holds the master keys, of which data keys in the database are wrapped. {@link MasterKeys} holds
 * them itself; a key management service takes its place with a bean of this type, which should then
 * remember what it unwrapped by the wrapped bytes, and few and shortly: what erasure deleted from
 * the database nobody can ask for again.
 */
public interface KeyWrapping {

  /** The id of the master key that wraps from now on: 1 to 32 of {@code a-z 0-9 . _ -}. */
  String current();

  /** Whether what the master key with that id wrapped can be unwrapped. */
  boolean knows(String masterId);

  /**
   * Wraps under the current master key.
   *
   * @param context where the wrapped key belongs
   */
  byte[] wrap(SealingKey key, byte[] context);

  /**
   * Unwraps.
   *
   * @param suite of the wrapped key
   * @throws SealBrokenException when the bytes are not what {@link #wrap} made for that place
   * @throws IllegalStateException when the master key is not known
   */
  SealingKey unwrap(String masterId, Suite suite, byte[] wrapped, byte[] context);
}
