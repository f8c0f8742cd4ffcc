package org.microwish.demand;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.demand.lifecycle.DemandCategory;
import org.microwish.demand.lifecycle.DemandChannel;
import org.microwish.demand.lifecycle.DemandKind;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;

/** Request body: a demand to be submitted. */
@Schema(name = "DemandRequest", description = "A demand to submit.")
public record DemandDraft(
    @NotNull DemandKind kind,
    @NotNull DemandCategory category,
    @NotNull @Schema(description = "Residents and enterprises send MINI_PROGRAM, attendants HALL_…")
        DemandChannel channel,
    @NotNull
        @Text(max = DivisionCode.MAX_LENGTH)
        @Schema(
            description = "Code or path of a community, grid or building",
            examples = "440104013001")
        String division,
    @NotNull @Valid Words words,
    @Schema(description = "The hall that received the demand; required for the channels HALL_…")
        Id hallId,
    @Schema(description = "The group of the enterprise that asks") Id enterpriseId,
    @Size(max = 64)
        @Pattern(regexp = "[\\x21-\\x7E]+")
        @Schema(description = "The account of the resident who asks, if somebody else submits")
        String resident,
    @Valid
        @Schema(
            description =
                "The number in the source's own system; staff and partners only. Required for"
                    + " HOTLINE_12345 and GRID_PLATFORM")
        ExternalReference source,
    @Schema(
            description =
                "When it happened, if an operator records it later; other callers must omit it."
                    + " Default: now")
        Instant occurredAt) {

  /**
   * The private texts of a demand.
   *
   * @param askerName the name of the person who asks, or of the enterprise's contact person
   */
  @Schema(
      name = "DemandWords",
      description = "Private texts of a demand: stored encrypted, erasable and never public.")
  public record Words(
      @NotNull @Text(max = 80) Confidential title,
      @Text(max = 4000, lines = true) Confidential details,
      @Text(max = 40) Confidential askerName,
      @Pattern(regexp = "(\\+86)?1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,5})?")
          Confidential askerPhone,
      @Text(max = 200) Confidential address) {

    /** Returns the texts by the names of their vault fields; a missing text is null. */
    Map<String, String> byField() {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("title", Confidential.text(title));
      fields.put("details", Confidential.text(details));
      fields.put("askerName", Confidential.text(askerName));
      fields.put("askerPhone", Confidential.text(askerPhone));
      fields.put("address", Confidential.text(address));
      return fields;
    }
  }

  Long hall() {
    return hallId == null ? null : hallId.value();
  }

  Long enterprise() {
    return enterpriseId == null ? null : enterpriseId.value();
  }
}
