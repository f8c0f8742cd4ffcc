package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;

/**
 * A division to be recorded.
 *
 * @param code see {@link DivisionCode}
 * @param year the year of the code list, or null for the current year
 */
@Schema(
    name = "DivisionRequest",
    description = "A division to record; its level and parent follow from the code.")
public record DivisionDraft(
    @NotNull
        @WellFormed(DivisionCode.Form.class)
        @Schema(
            description =
                "12-digit statistical code. Append `G` and a number for a grid below a community,"
                    + " `B` and a number for a building below a grid or community, `U` and a"
                    + " number for a unit of a building. A number has two digits, 01 to 99, or"
                    + " five, 00100 to 00999",
            examples = "440104013001")
        String code,
    @NotNull @Text(max = MAX_NAME) String name,
    @Schema(description = "The year of the code list. Default: the current year") Integer year) {

  static final int MAX_NAME = 100;

  /** The division into which another is merged. */
  @Schema(name = "DivisionMerge", description = "The community into which another is merged.")
  public record Merge(
      @NotNull
          @WellFormed(DivisionCode.Form.class)
          @Schema(examples = "440104013002", description = "The code of that community")
          String into) {}

  /** The new name and year of a division. */
  @Schema(name = "DivisionEdit", description = "The new name and year of a division.")
  public record Edit(
      @NotNull @Text(max = MAX_NAME) String name,
      @Schema(description = "The year of the code list. Default: the current year") Integer year) {}
}
