package org.microwish.login.client;

import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.http.CrossChecked;
import org.microwish.problem.FieldFault;

/**
 * The body of a request for a new secret.
 *
 * @param overlapSeconds how long the old secrets stay valid; null for one day, 0 to invalidate them
 *     and revoke all tokens at once
 */
@Schema(description = "How to rotate the secret of a client.")
public record RotationRequest(
    @Schema(
            description =
                "How long the old secrets stay valid, in seconds: by default one day, at most 30"
                    + " days. 0 ends the old secrets and all access tokens of the client at once;"
                    + " use it if a secret has leaked",
            minimum = "0",
            maximum = "2592000",
            defaultValue = "86400")
        Integer overlapSeconds)
    implements CrossChecked {

  private static final Duration DEFAULT = Duration.ofDays(1);

  static Duration overlap(RotationRequest request) {
    return request == null || request.overlapSeconds() == null
        ? DEFAULT
        : Duration.ofSeconds(request.overlapSeconds());
  }

  @Override
  public void crossCheck(Faults faults) {
    Duration overlap = overlap(this);
    if (overlap.isNegative() || overlap.compareTo(Clients.LONGEST_OVERLAP) > 0) {
      faults.add("overlapSeconds", FieldFault.OUT_OF_RANGE);
    }
  }
}
