package org.microwish.webhook;

import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

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
        Integer overlapSeconds) {

  private static final Duration DEFAULT = Duration.ofDays(1);

  static Duration overlap(SecretRotation request) {
    if (request == null || request.overlapSeconds() == null) {
      return DEFAULT;
    }
    Duration overlap = Duration.ofSeconds(request.overlapSeconds());
    if (overlap.isNegative() || overlap.compareTo(Webhooks.LONGEST_OVERLAP) > 0) {
      throw ProblemException.invalid("/overlapSeconds", FieldFault.OUT_OF_RANGE);
    }
    return overlap;
  }
}
