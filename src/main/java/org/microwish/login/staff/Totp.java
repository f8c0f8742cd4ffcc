package org.microwish.login.staff;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords with the parameters that all authenticator apps support: RFC 6238
 * with HMAC-SHA-1, steps of 30 s, 6 digits.
 */
final class Totp {

  /** The size of a secret in bytes (RFC 4226 section 4, R6). */
  static final int SECRET_BYTES = 20;

  private static final int STEP_SECONDS = 30;

  /** Accepted clock drift of the phone in steps, in either direction. */
  private static final int DRIFT = 1;

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  /** Returns the number of the time step that contains the instant. */
  static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), STEP_SECONDS);
  }

  /** Returns the 6-digit code of a time step. */
  static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      // Dynamic truncation, RFC 4226 section 5.3.
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /**
   * Returns the time step whose code is the given one: the current step, or a step at most {@link
   * #DRIFT} before or after it. The latest if several match; empty if none does.
   */
  static OptionalLong matching(byte[] secret, String code, Instant now) {
    byte[] given = code.getBytes(StandardCharsets.UTF_8);
    OptionalLong found = OptionalLong.empty();
    for (long step = step(now) - DRIFT; step <= step(now) + DRIFT; step++) {
      if (MessageDigest.isEqual(given, code(secret, step).getBytes(StandardCharsets.UTF_8))) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /**
   * Returns a secret in the form that a user can type into an app: base 32 (RFC 4648) without
   * padding.
   */
  static String text(byte[] secret) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte one : secret) {
      buffer = (buffer << 8) | (one & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt((buffer >> bits) & 31));
      }
    }
    return text.toString();
  }

  /** Returns a secret as an {@code otpauth} URI, to show as a QR code. */
  static String uri(String issuer, String loginName, byte[] secret) {
    String name = encode(issuer);
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s"
        .formatted(name, encode(loginName), text(secret), name);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
