package org.microwish.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.microwish.platform.Confidential;

/**
 * Signs requests as Standard Webhooks 1.0.0 defines it: symmetric signatures {@code v1},
 * HMAC-SHA256.
 */
final class Signatures {

  private static final String PREFIX = "whsec_";

  private Signatures() {}

  /** Returns a secret in the form that receivers need: {@code whsec_} and base 64. */
  static Confidential text(byte[] secret) {
    return new Confidential(PREFIX + Base64.getEncoder().encodeToString(secret));
  }

  /**
   * Returns the value of the header {@code webhook-signature}: one signature for each secret,
   * separated by blanks.
   *
   * @param id the value of {@code webhook-id}
   * @param timestamp the value of {@code webhook-timestamp}, in seconds since 1970
   */
  static String sign(List<byte[]> secrets, String id, long timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    return secrets.stream()
        .map(secret -> "v1," + Base64.getEncoder().encodeToString(hmac(secret, head, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] hmac(byte[] secret, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(head);
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
