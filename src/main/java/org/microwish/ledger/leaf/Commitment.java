package org.microwish.ledger.leaf;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A leaf's commitment to a value that the leaf does not show: an HMAC-SHA-256 over {@code domain ‖
 * 0x0A ‖ field ‖ 0x0A ‖ value}, all UTF-8, whose key is a random salt of 32 bytes. Each field of
 * each entry has its own salt, so equal values cannot be recognised. Once value and salt are
 * erased, nobody can test a guess against the MAC.
 *
 * @param field the field whose value is committed
 * @param mac the HMAC in base64url without padding, 43 characters
 */
public record Commitment(String field, String mac) {

  /** The domain in the HMAC's input. It separates commitments from other uses of HMAC. */
  public static final String DOMAIN = "microwish/commitment/v1";

  /** The size of a salt in bytes. */
  public static final int SALT_BYTES = 32;

  /**
   * Computes the commitment to the value of a field.
   *
   * @param salt {@link #SALT_BYTES} random bytes
   */
  public static Commitment of(byte[] salt, String field, String value) {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("a salt has 32 bytes, not " + salt.length);
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      byte[] tag =
          mac.doFinal((DOMAIN + "\n" + field + "\n" + value).getBytes(StandardCharsets.UTF_8));
      return new Commitment(field, Base64.getUrlEncoder().withoutPadding().encodeToString(tag));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
