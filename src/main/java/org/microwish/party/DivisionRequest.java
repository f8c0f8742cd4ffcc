package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.http.Text;

/** A division to be recorded. */
@Schema(description = "A division to be recorded; its level and parent follow from the code.")
public record DivisionRequest(
    @NotNull
        @Schema(
            description =
                "12-digit statistical code; `G` and two digits name a grid below a community,"
                    + " `B` and two digits a building below a grid or community",
            examples = "440104013001")
        String code,
    @NotNull @Text(max = DivisionDraft.MAX_NAME) String name,
    @Schema(description = "The year of the code list; default the current one") Integer year) {

  DivisionDraft draft() {
    return new DivisionDraft(code, name, year);
  }

  /** What replaces a division's name and year. */
  @Schema(name = "DivisionEdit", description = "The new name and year of a division.")
  public record Edit(
      @NotNull @Text(max = DivisionDraft.MAX_NAME) String name,
      @Schema(description = "The year of the code list; default the current one") Integer year) {}
}
