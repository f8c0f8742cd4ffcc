package org.microwish.login.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.microwish.platform.Ids;
import org.microwish.platform.Sha256;

/**
 * A refresh token: 256 bits, random or derived with HMAC from the token before, written as {@code
 * mwr_} and base64url. Only its hash is stored.
 */
final class RefreshToken {

  /** Lets scanners for leaked secrets recognise a token. */
  private static final String PREFIX = "mwr_";

  private static final int BYTES = 32;
  private static final int TEXT = PREFIX.length() + 43;
  private static final byte[] DOMAIN = "microwish/refresh/v1".getBytes(StandardCharsets.UTF_8);

  private final byte[] bytes;

  private RefreshToken(byte[] bytes) {
    this.bytes = bytes;
  }

  static RefreshToken random() {
    return new RefreshToken(Ids.randomBytes(BYTES));
  }

  /** Parses a token; empty if it cannot be one of ours. */
  static Optional<RefreshToken> parse(String text) {
    if (text.length() != TEXT || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
      RefreshToken token = new RefreshToken(bytes);
      // The last character has two unused bits; only the canonical encoding is accepted.
      return bytes.length == BYTES && token.text().equals(text)
          ? Optional.of(token)
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The token that replaces this one; computing it needs this token and the salt. */
  RefreshToken successor(byte[] salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      mac.update(DOMAIN);
      return new RefreshToken(mac.doFinal(salt));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** The hash to store. */
  byte[] hash() {
    return Sha256.of(bytes);
  }

  /** The token in the form that the client gets. */
  String text() {
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RefreshToken token && Arrays.equals(bytes, token.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Hides the token from logs. */
  @Override
  public String toString() {
    return "RefreshToken";
  }
}
