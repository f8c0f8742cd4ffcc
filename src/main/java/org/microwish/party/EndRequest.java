package org.microwish.party;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The optional body of a command that ends a check-in, a membership or an organisation. */
@Schema(description = "The optional body of a command that ends a record.")
public record EndRequest(
    @Schema(
            description =
                "When it happened, if an operator records it later; other callers must omit it."
                    + " Default: now")
        Instant occurredAt) {

  static Instant timeOf(EndRequest request) {
    return request == null ? null : request.occurredAt();
  }
}
