package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;

/**
 * An organisation to be recorded, or its replacement.
 *
 * @param creditCode see {@link CreditCode}; null or blank if it has none
 */
@Schema(
    name = "OrganisationRequest",
    description = "An organisation to be recorded, or what replaces its record.")
public record OrganisationDraft(
    @NotNull @Text(max = 200) String name,
    @NotNull OrganisationKind kind,
    @NotNull Sector sector,
    @WellFormed(CreditCode.Form.class)
        @Schema(
            description = "Unified social credit code (GB 32100), where it has one",
            examples = "91350100M000100Y43")
        String creditCode,
    @Schema(description = "The organisation it stands under") Id parentId,
    @NotNull @Schema(description = "Code or path of its division", examples = "440104013000")
        String division,
    @Schema(description = "When it happened, where an operator records it late; default now")
        Instant occurredAt) {

  /** Treats a blank credit code as missing. */
  public OrganisationDraft {
    creditCode = creditCode == null || creditCode.isBlank() ? null : CreditCode.normal(creditCode);
  }

  Long parent() {
    return parentId == null ? null : parentId.value();
  }
}
