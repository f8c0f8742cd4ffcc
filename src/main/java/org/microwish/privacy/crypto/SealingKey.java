package org.microwish.privacy.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.microwish.platform.Ids;

/**
 * 32 secret bytes and a suite. No cipher uses the bytes themselves: for each use a key of its own
 * is derived from them with the suite's HMAC, so one secret serves several uses and none tells of
 * another. Immutable and safe for any number of threads; the derived keys are made once.
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

  /** A new one. */
  public static SealingKey random(Suite suite) {
    return new SealingKey(suite, Ids.randomBytes(BYTES));
  }

  /** One that is known. */
  public static SealingKey of(Suite suite, byte[] secret) {
    return new SealingKey(suite, secret.clone());
  }

  /** Whose algorithms it uses. */
  public Suite suite() {
    return suite;
  }

  /**
   * Seals: {@code format 1 ‖ nonce 12 ‖ ciphertext ‖ tag 16}, the nonce random.
   *
   * @param context where the value belongs, see {@link SealContext}
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
   * Opens what {@link #seal} made for the same place.
   *
   * @throws SealBrokenException when it is not that
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

  /** Seals another key: the byte of its suite, then its 32 bytes. */
  public byte[] wrap(SealingKey other, byte[] context) {
    return seal(
        context,
        ByteBuffer.allocate(1 + BYTES).put(other.suite.format()).put(other.secret).array());
  }

  /**
   * Opens what {@link #wrap} made for the same place.
   *
   * @throws SealBrokenException when it is not that
   */
  public SealingKey unwrap(byte[] wrapped, byte[] context) {
    byte[] open = open(context, wrapped);
    if (open.length != 1 + BYTES) {
      throw new SealBrokenException();
    }
    return new SealingKey(Suite.ofFormat(open[0]), Arrays.copyOfRange(open, 1, open.length));
  }

  /** The suite's HMAC over a message, 32 bytes: equal messages give equal tags. */
  public byte[] mac(byte[] message) {
    byte[] key = authenticating;
    if (key == null) {
      // Made anew by a rival thread it has the same bytes.
      key = suite.hmac(secret, MAC);
      authenticating = key;
    }
    return suite.hmac(key, message);
  }

  /** A key for one use, named by its context. */
  byte[] cipherKey(byte[] use) {
    return Arrays.copyOf(suite.hmac(secret, use), suite.keyBytes());
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "SealingKey[" + suite + "]";
  }
}
