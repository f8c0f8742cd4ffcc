package org.microwish.webhook;

import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.http.CrossChecked;
import org.microwish.problem.FieldFault;

/** The body of a request that rotates the secret of a webhook. */
@Schema(name = "WebhookSecretRotation", description = "How to rotate the secret of a webhook.")
record SecretRotation(
    @Schema(
            description =
                "How long the old secrets stay valid, in seconds: by default one day, at most 30"
                    + " days. Requests have one signature for each valid secret meanwhile",
            minimum = "0",
            maximum = "2592000",
            defaultValue = "86400")
        Integer overlapSeconds)
    implements CrossChecked {

  private static final Duration DEFAULT = Duration.ofDays(1);

  static Duration overlap(SecretRotation request) {
    return request == null || request.overlapSeconds() == null
        ? DEFAULT
        : Duration.ofSeconds(request.overlapSeconds());
  }

  @Override
  public void crossCheck(Faults faults) {
    Duration overlap = overlap(this);
    if (overlap.isNegative() || overlap.compareTo(Webhooks.LONGEST_OVERLAP) > 0) {
      faults.add("overlapSeconds", FieldFault.OUT_OF_RANGE);
    }
  }
}
