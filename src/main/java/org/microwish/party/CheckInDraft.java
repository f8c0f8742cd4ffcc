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
@Schema(
    name = "CheckInRequest",
    description = "The organisation or member to check in, and the community.")
public record CheckInDraft(
    @NotNull PartyType subjectType,
    @NotNull Id subjectId,
    @NotNull @Schema(description = "Code of the community", examples = "440104013001")
        String community,
    @Schema(
            description =
                "When it happened, if an operator records it later; other callers must omit it."
                    + " Default: now")
        Instant occurredAt) {

  long subject() {
    return subjectId.value();
  }
}
