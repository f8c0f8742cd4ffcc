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
 * A refresh token: 256 bits, written as {@code mwr_} and base64url. The first token of a session is
 * random; each further one is derived with HMAC from the token that it replaces. Only the hash of a
 * token is stored.
 */
final class RefreshToken {

  /** The beginning of each token, by which scanners for leaked secrets recognise it. */
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

  /** Parses a token; empty if the text does not have the form of a refresh token. */
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

  /** Returns the token that replaces this token. Computing it requires this token and the salt. */
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

  /** Returns the hash to store. */
  byte[] hash() {
    return Sha256.of(bytes);
  }

  /** Returns the token as text, as the client gets it. */
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
