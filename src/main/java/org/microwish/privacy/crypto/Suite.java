package org.microwish.privacy.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A set of algorithms, of international or Chinese standards. Values that were sealed with one
 * suite stay readable when another suite is configured.
 */
public enum Suite {
  /** AES-256-GCM (NIST SP 800-38D) and HMAC-SHA-256 (FIPS 198-1), from the JDK. */
  AES(0x01, 32) {
    @Override
    byte[] aead(boolean seal, byte[] key, byte[] nonce, byte[] context, byte[] input, int length) {
      try {
        Cipher cipher = CIPHERS.get();
        cipher.init(
            seal ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
            new SecretKeySpec(key, "AES"),
            new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce));
        cipher.updateAAD(context);
        return cipher.doFinal(input, 0, length);
      } catch (javax.crypto.AEADBadTagException forged) {
        throw new SealBrokenException();
      } catch (GeneralSecurityException everyJdkHasIt) {
        throw new IllegalStateException(everyJdkHasIt);
      }
    }

    @Override
    byte[] hmac(byte[] key, byte[] message) {
      try {
        Mac mac = MACS.get();
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
      } catch (GeneralSecurityException everyJdkHasIt) {
        throw new IllegalStateException(everyJdkHasIt);
      }
    }
  },

  /** SM4-GCM (GB/T 32907, RFC 8998) and HMAC-SM3 (GB/T 32905), from Bouncy Castle. */
  SM(0x02, 16) {
    @Override
    byte[] aead(boolean seal, byte[] key, byte[] nonce, byte[] context, byte[] input, int length) {
      return ShangMi.gcm(seal, key, nonce, context, input, length);
    }

    @Override
    byte[] hmac(byte[] key, byte[] message) {
      return ShangMi.hmac(key, message);
    }
  };

  /** The size of a nonce in bytes. */
  static final int NONCE_BYTES = 12;

  /** The size of a tag in bytes. */
  static final int TAG_BYTES = 16;

  /**
   * A cipher for each thread, because creating a cipher from the JDK's providers costs as much time
   * as using it once.
   */
  private static final ThreadLocal<Cipher> CIPHERS =
      ThreadLocal.withInitial(() -> made(() -> Cipher.getInstance("AES/GCM/NoPadding")));

  private static final ThreadLocal<Mac> MACS =
      ThreadLocal.withInitial(() -> made(() -> Mac.getInstance("HmacSHA256")));

  private final byte format;
  private final int keyBytes;

  Suite(int format, int keyBytes) {
    this.format = (byte) format;
    this.keyBytes = keyBytes;
  }

  @FunctionalInterface
  private interface Maker<T> {
    T make() throws GeneralSecurityException;
  }

  private static <T> T made(Maker<T> maker) {
    try {
      return maker.make();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** The byte that identifies the suite in sealed bytes. */
  byte format() {
    return format;
  }

  /** The size of a cipher's key in bytes. */
  int keyBytes() {
    return keyBytes;
  }

  static Suite ofFormat(byte format) {
    return Arrays.stream(values())
        .filter(suite -> suite.format == format)
        .findFirst()
        .orElseThrow(SealBrokenException::new);
  }

  /**
   * Encrypts or decrypts with authenticated encryption.
   *
   * @param seal true to encrypt, false to decrypt
   * @param context associated data, which is authenticated but not encrypted
   * @param input only the first {@code length} bytes are used; ciphertext ends with its tag
   * @throws SealBrokenException if the tag does not match
   */
  abstract byte[] aead(
      boolean seal, byte[] key, byte[] nonce, byte[] context, byte[] input, int length);

  /** Returns the HMAC of a message, 32 bytes. */
  abstract byte[] hmac(byte[] key, byte[] message);
}
