package org.microwish.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.platform.Id;

/**
 * The value and the salt from which a commitment in a ledger leaf was computed; whoever has both
 * can verify the commitment.
 */
public record Opening(long entryId, String field, String value, String salt) {

  private static final String PLACE = "opening";

  /**
   * Concatenates salt and value, and encrypts them, bound to this entry and field: they cannot be
   * decrypted for another entry or field.
   */
  static byte[] seal(SubjectKey key, long entryId, String field, byte[] salt, byte[] value) {
    byte[] both = ByteBuffer.allocate(salt.length + value.length).put(salt).put(value).array();
    return key.seal(both, PLACE, Id.text(entryId), field);
  }

  static Opening of(SubjectKey key, SealedOpening row) {
    byte[] both = key.open(row.content(), PLACE, Id.text(row.entryId()), row.field());
    int salt = Commitment.SALT_BYTES;
    return new Opening(
        row.entryId(),
        row.field(),
        new String(both, salt, both.length - salt, StandardCharsets.UTF_8),
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(both, salt)));
  }

  byte[] saltBytes() {
    return Base64.getUrlDecoder().decode(salt);
  }

  /** Hides value and salt. */
  @Override
  public String toString() {
    return "Opening[" + Id.text(entryId) + " " + field + "]";
  }
}
