package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.limits.Attempts;

/**
 * Issues and checks tokens with which a client shows that it has logged in to an account before
 * (OWASP's device cookies). Failed logins from other clients cannot lock out a client with such a
 * token. A token alone gives no access, so tokens are not stored: each consists of a random number,
 * an expiry time, and a keyed hash of the account, the number and the expiry time.
 */
@ApplicationScoped
class KnownDevices {

  private static final String KIND = "known-device";

  private static final Duration LIFE = Duration.ofDays(180);

  private static final int NUMBER_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int BYTES = NUMBER_BYTES + Long.BYTES + HASH_BYTES;

  private final Attempts attempts;
  private final Time time;

  KnownDevices(Attempts attempts, Time time) {
    this.attempts = attempts;
    this.time = time;
  }

  /** Issues a token to a client that has just logged in to the account. */
  Confidential issue(long account) {
    byte[] number = Ids.randomBytes(NUMBER_BYTES);
    long end = time.now().plus(LIFE).getEpochSecond();
    byte[] token =
        ByteBuffer.allocate(BYTES).put(number).putLong(end).put(hash(account, number, end)).array();
    return new Confidential(Base64.getUrlEncoder().withoutPadding().encodeToString(token));
  }

  /**
   * Returns the random number in a token, for which the device's failed logins are counted; empty
   * if the token is malformed, has expired or was issued for another account.
   */
  Optional<String> number(String token, long account) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    ByteBuffer parts = ByteBuffer.wrap(bytes);
    byte[] number = new byte[NUMBER_BYTES];
    byte[] hash = new byte[HASH_BYTES];
    parts.get(number);
    long end = parts.getLong();
    parts.get(hash);
    boolean valid =
        MessageDigest.isEqual(hash, hash(account, number, end))
            && time.now().isBefore(Instant.ofEpochSecond(end));
    return valid ? Optional.of(HexFormat.of().formatHex(number)) : Optional.empty();
  }

  private byte[] hash(long account, byte[] number, long end) {
    return attempts.tag(
        KIND, Id.text(account) + " " + HexFormat.of().formatHex(number) + " " + end);
  }
}
