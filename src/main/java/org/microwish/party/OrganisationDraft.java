package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;

/**
 * An organisation to be recorded, or the new data of a recorded one.
 *
 * @param creditCode see {@link CreditCode}; null or blank if the organisation has none
 */
@Schema(
    name = "OrganisationRequest",
    description = "An organisation to record, or the new data of an organisation.")
public record OrganisationDraft(
    @NotNull @Text(max = 200) String name,
    @NotNull OrganisationKind kind,
    @NotNull Sector sector,
    @WellFormed(CreditCode.Form.class)
        @Schema(
            description = "Unified social credit code (GB 32100), if the organisation has one",
            examples = "91350100M000100Y43")
        String creditCode,
    @Schema(description = "The organisation directly above") Id parentId,
    @NotNull
        @Schema(
            description = "Code or path of the organisation's division",
            examples = "440104013000")
        String division,
    @Schema(
            description =
                "When it happened, if an operator records it later; other callers must omit it."
                    + " Default: now")
        Instant occurredAt) {

  /** Makes a blank credit code null, and writes others in upper case without surrounding blanks. */
  public OrganisationDraft {
    creditCode = creditCode == null || creditCode.isBlank() ? null : CreditCode.normal(creditCode);
  }

  Long parent() {
    return parentId == null ? null : parentId.value();
  }
}
