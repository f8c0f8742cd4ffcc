package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;

/** An organisation to be recorded, or what replaces its record. */
@Schema(description = "An organisation to be recorded, or what replaces its record.")
public record OrganisationRequest(
    @NotNull @Text(max = OrganisationDraft.MAX_NAME) String name,
    @NotNull OrganisationKind kind,
    @NotNull Sector sector,
    @Schema(
            description = "Unified social credit code (GB 32100), where it has one",
            examples = "91350100M000100Y43")
        String creditCode,
    @Schema(description = "The organisation it stands under") Id parentId,
    @NotNull @Schema(description = "Code or path of its division", examples = "440104013000")
        String division,
    @Schema(description = "When it happened, where an operator records it late; default now")
        Instant occurredAt) {

  OrganisationDraft draft() {
    return new OrganisationDraft(
        name, kind, sector, creditCode, parentId == null ? null : parentId.value(), division);
  }
}
