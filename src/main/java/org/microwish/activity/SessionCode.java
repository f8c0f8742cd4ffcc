package org.microwish.activity;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.microwish.platform.Id;
import org.microwish.privacy.KeyedDigest;

/**
 * The codes with which people check in at a session: eight digits from an HMAC of the session and
 * the time step, under a key of the platform, so that each instance computes the same code.
 */
@ApplicationScoped
class SessionCode {

  /** How long a code is shown, in seconds. The code before it is still accepted. */
  static final int SECONDS = 30;

  private static final int MODULUS = 100_000_000;

  private final KeyedDigest digest;

  SessionCode(KeyedDigest digest) {
    this.digest = digest;
  }

  /** Returns the code of a session at a time. */
  String at(long sessionId, Instant time) {
    return code(sessionId, step(time));
  }

  /** Returns when the code of a time changes. */
  static Instant until(Instant time) {
    return Instant.ofEpochSecond((step(time) + 1) * SECONDS);
  }

  /** Returns true if the code is the session's current or previous one. */
  boolean accepts(long sessionId, String code, Instant now) {
    return code != null
        && (same(code, code(sessionId, step(now))) || same(code, code(sessionId, step(now) - 1)));
  }

  private static boolean same(String given, String right) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SECONDS);
  }

  private String code(long sessionId, long step) {
    byte[] message = (Id.text(sessionId) + ":" + step).getBytes(StandardCharsets.US_ASCII);
    long number = ByteBuffer.wrap(digest.of("activity-code", message)).getLong();
    return "%08d".formatted(Math.floorMod(number, MODULUS));
  }
}
