package org.microwish.transfer;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/**
 * A row of {@code import_row}.
 *
 * @param row the number of the row in the file, as a spreadsheet program shows it
 * @param known whether the row was imported before
 */
record ImportedRow(long jobId, int row, long targetId, boolean known) {

  /** The result of a row of an import, as shown to the caller. */
  @Schema(name = "ImportedRow", description = "What became of a row of an import.")
  public record View(
      @Schema(
              required = true,
              description =
                  "The number of the row as a spreadsheet program shows it; in NDJSON the number of"
                      + " the line",
              examples = "2")
          int row,
      @Schema(
              required = true,
              description = "The id of the record; for HISTORY and WISHES that of the wish")
          Id id,
      @Schema(
              required = true,
              description = "true if the row was imported before, from this file or an earlier one")
          boolean known) {}

  View view() {
    return new View(row, new Id(targetId), known);
  }
}
