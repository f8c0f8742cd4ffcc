package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/** A check-in to be recorded. */
@Schema(description = "Who checks in where.")
public record CheckInRequest(
    @NotNull PartyType subjectType,
    @NotNull Id subjectId,
    @NotNull @Schema(description = "Code of the community", examples = "440104013001")
        String community,
    @Schema(description = "When it happened, where an operator records it late; default now")
        Instant occurredAt) {

  CheckInDraft draft() {
    return new CheckInDraft(subjectType, subjectId.value(), community);
  }
}
