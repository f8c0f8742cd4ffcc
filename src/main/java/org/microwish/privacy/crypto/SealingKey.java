package org.microwish.privacy.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.microwish.platform.Ids;

/**
 * A secret of 32 bytes, and its suite of algorithms. No cipher uses the secret itself: the suite's
 * HMAC derives a separate key for each use, so that one secret serves several uses and no derived
 * key reveals another derived key. Immutable and thread-safe; the keys for sealing and for MACs are
 * derived once.
 */
public final class SealingKey {

  /** The size of the secret in bytes. */
  public static final int BYTES = 32;

  private static final byte[] SEAL = SealContext.of("use", "seal");
  private static final byte[] MAC = SealContext.of("use", "mac");

  private final Suite suite;
  private final byte[] secret;
  private final byte[] sealing;
  private byte[] authenticating;

  private SealingKey(Suite suite, byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + secret.length);
    }
    this.suite = suite;
    this.secret = secret;
    this.sealing = cipherKey(SEAL);
  }

  /** Creates a random key. */
  public static SealingKey random(Suite suite) {
    return new SealingKey(suite, Ids.randomBytes(BYTES));
  }

  /** Creates a key from an existing secret. */
  public static SealingKey of(Suite suite, byte[] secret) {
    return new SealingKey(suite, secret.clone());
  }

  /** The suite whose algorithms the key is for. */
  public Suite suite() {
    return suite;
  }

  /**
   * Seals a value. The result is {@code format 1 ‖ nonce 12 ‖ ciphertext ‖ tag 16} (sizes in
   * bytes), with a random nonce.
   *
   * @param context the place that the value belongs to, see {@link SealContext}
   */
  public byte[] seal(byte[] context, byte[] value) {
    byte[] nonce = Ids.randomBytes(Suite.NONCE_BYTES);
    byte[] sealed = suite.aead(true, sealing, nonce, context, value, value.length);
    return ByteBuffer.allocate(1 + nonce.length + sealed.length)
        .put(suite.format())
        .put(nonce)
        .put(sealed)
        .array();
  }

  /**
   * Opens a value that {@link #seal} sealed for the same place.
   *
   * @throws SealBrokenException if the bytes were changed, or sealed for another place or under
   *     another key
   */
  public byte[] open(byte[] context, byte[] sealed) {
    int head = 1 + Suite.NONCE_BYTES;
    if (sealed.length < head + Suite.TAG_BYTES || sealed[0] != suite.format()) {
      throw new SealBrokenException();
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, head);
    byte[] body = Arrays.copyOfRange(sealed, head, sealed.length);
    return suite.aead(false, sealing, nonce, context, body, body.length);
  }

  /** Seals another key: the byte that identifies the other key's suite, then its 32 bytes. */
  public byte[] wrap(SealingKey other, byte[] context) {
    return seal(
        context,
        ByteBuffer.allocate(1 + BYTES).put(other.suite.format()).put(other.secret).array());
  }

  /**
   * Opens a key that {@link #wrap} sealed for the same place.
   *
   * @throws SealBrokenException if the bytes were changed, or sealed for another place or under
   *     another key
   */
  public SealingKey unwrap(byte[] wrapped, byte[] context) {
    byte[] open = open(context, wrapped);
    if (open.length != 1 + BYTES) {
      throw new SealBrokenException();
    }
    return new SealingKey(Suite.ofFormat(open[0]), Arrays.copyOfRange(open, 1, open.length));
  }

  /** Returns the suite's HMAC over a message, 32 bytes; equal messages have equal results. */
  public byte[] mac(byte[] message) {
    byte[] key = authenticating;
    if (key == null) {
      // Needs no lock: a concurrent thread derives the same bytes.
      key = suite.hmac(secret, MAC);
      authenticating = key;
    }
    return suite.hmac(key, message);
  }

  /** Derives the cipher key for one use from the secret. */
  byte[] cipherKey(byte[] use) {
    return Arrays.copyOf(suite.hmac(secret, use), suite.keyBytes());
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "SealingKey[" + suite + "]";
  }
}
