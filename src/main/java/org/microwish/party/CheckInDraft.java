package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/**
 * A check-in to be recorded.
 *
 * @param subjectId the organisation's or member's id
 * @param community code or path of the community
 */
@Schema(name = "CheckInRequest", description = "Who checks in where.")
public record CheckInDraft(
    @NotNull PartyType subjectType,
    @NotNull Id subjectId,
    @NotNull @Schema(description = "Code of the community", examples = "440104013001")
        String community,
    @Schema(description = "When it happened, where an operator records it late; default now")
        Instant occurredAt) {

  long subject() {
    return subjectId.value();
  }
}
