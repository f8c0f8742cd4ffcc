package org.microwish.party;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The optional body of a command that ends something. */
@Schema(description = "May be left out.")
public record EndRequest(
    @Schema(description = "When it happened, where an operator records it late; default now")
        Instant occurredAt) {

  static Instant timeOf(EndRequest request) {
    return request == null ? null : request.occurredAt();
  }
}
