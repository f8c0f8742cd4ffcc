package org.microwish.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.platform.Id;

/**
 * What a leaf's commitment stands for.
 *
 * @param salt base64url without padding, {@link Commitment#SALT_BYTES}
 */
public record Opened(long entryId, String field, String value, String salt) {

  private static final String OPENING = "opening";

  /** Salt and value as one, sealed for their entry and field. */
  static byte[] seal(SubjectKey key, long entryId, String field, byte[] salt, byte[] value) {
    byte[] both = ByteBuffer.allocate(salt.length + value.length).put(salt).put(value).array();
    return key.seal(both, OPENING, Id.text(entryId), field);
  }

  static Opened of(SubjectKey key, long entryId, String field, byte[] sealed) {
    byte[] both = key.open(sealed, OPENING, Id.text(entryId), field);
    return new Opened(
        entryId,
        field,
        new String(
            both,
            Commitment.SALT_BYTES,
            both.length - Commitment.SALT_BYTES,
            StandardCharsets.UTF_8),
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Arrays.copyOf(both, Commitment.SALT_BYTES)));
  }

  byte[] saltBytes() {
    return Base64.getUrlDecoder().decode(salt);
  }

  /** Hides value and salt. */
  @Override
  public String toString() {
    return "Opened[" + Id.text(entryId) + " " + field + "]";
  }
}
