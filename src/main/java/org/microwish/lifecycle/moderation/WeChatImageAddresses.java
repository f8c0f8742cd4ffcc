package org.microwish.lifecycle.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.microwish.moderation.ModerationConfig;
import org.microwish.platform.Id;
import org.microwish.platform.Time;

/**
 * Creates and verifies signed, short-lived URLs at which WeChat can fetch one image without a
 * token. Anyone who has the URL can read the image, so it must be given to WeChat only.
 */
@ApplicationScoped
class WeChatImageAddresses {

  static final String PATH = "/api/v1/wechat/images/";

  private static final Duration LIFE = Duration.ofMinutes(40);

  private final ModerationConfig config;
  private final Time time;

  WeChatImageAddresses(ModerationConfig config, Time time) {
    this.config = config;
    this.time = time;
  }

  /**
   * Returns a signed URL of an image; empty if the service's public URL or the push token is not
   * configured.
   */
  Optional<URI> address(long evidenceId) {
    if (config.publicUrl().isEmpty() || config.pushToken().isEmpty()) {
      return Optional.empty();
    }
    long until = time.now().plus(LIFE).getEpochSecond();
    return Optional.of(
        config
            .publicUrl()
            .get()
            .resolve(
                PATH
                    + Id.text(evidenceId)
                    + "?until="
                    + until
                    + "&signature="
                    + sign(evidenceId, until)));
  }

  /** Returns true if this service signed the URL of this image and the URL has not expired. */
  boolean isGood(long evidenceId, long until, String signature) {
    return config.pushToken().isPresent()
        && until >= time.now().getEpochSecond()
        && MessageDigest.isEqual(
            sign(evidenceId, until).getBytes(StandardCharsets.US_ASCII),
            signature.getBytes(StandardCharsets.UTF_8));
  }

  private String sign(long evidenceId, long until) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              ("microwish.image\0" + config.pushToken().orElseThrow())
                  .getBytes(StandardCharsets.UTF_8),
              "HmacSHA256"));
      byte[] code = mac.doFinal((evidenceId + ":" + until).getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
