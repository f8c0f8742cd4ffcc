package org.microwish.lifecycle.attachment;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.microwish.evidence.ImageSize;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.privacy.KeyedDigest;

/**
 * Signs and verifies the addresses of thumbnails. An address contains its expiry time and an HMAC
 * of the image's id, the size and the expiry time, under a key of the vault. All addresses that are
 * made within one period of ten minutes expire at the same time, so that everybody gets the same
 * address and caches can keep the image.
 */
@ApplicationScoped
public class ImageAddresses {

  /** The path of the resource; the id of the evidence and the size follow. */
  public static final String PATH = "/api/v1/images/";

  private static final String PURPOSE = "image";
  private static final long PERIOD_SECONDS = Duration.ofMinutes(10).toSeconds();

  private final KeyedDigest digest;
  private final Time time;

  ImageAddresses(KeyedDigest digest, Time time) {
    this.digest = digest;
    this.time = time;
  }

  /**
   * Returns the number of the current period. A cached answer that contains addresses must be made
   * again in the next period, and its ETag must depend on the period.
   */
  public long period() {
    return time.now().getEpochSecond() / PERIOD_SECONDS;
  }

  /** Returns the addresses of an image's thumbnails. */
  public SignedImage of(long evidenceId) {
    long until = (period() + 2) * PERIOD_SECONDS;
    return new SignedImage(
        address(evidenceId, ImageSize.SMALL, until),
        address(evidenceId, ImageSize.LARGE, until),
        Instant.ofEpochSecond(until));
  }

  /** Returns how long an address remains valid; zero or negative if the address has expired. */
  public Duration left(long until) {
    return Duration.ofSeconds(until - time.now().getEpochSecond());
  }

  /** Returns true if this service has signed the address, even if the address has expired. */
  public boolean isSigned(long evidenceId, ImageSize size, long until, String signature) {
    return MessageDigest.isEqual(
        sign(evidenceId, size, until).getBytes(StandardCharsets.UTF_8),
        signature.getBytes(StandardCharsets.UTF_8));
  }

  private String address(long evidenceId, ImageSize size, long until) {
    return "%s%s/%s?until=%d&signature=%s"
        .formatted(PATH, Id.text(evidenceId), size, until, sign(evidenceId, size, until));
  }

  private String sign(long evidenceId, ImageSize size, long until) {
    String signed = "%s %s %d".formatted(Id.text(evidenceId), size, until);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(digest.of(PURPOSE, signed.getBytes(StandardCharsets.UTF_8)));
  }
}
