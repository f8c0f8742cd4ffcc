package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The state of the ledger that figures reflect.
 *
 * @param treeSize ledger leaves counted: those with a smaller index. Folding exactly these gives
 *     exactly these figures.
 * @param recordedAt when the last of them was recorded; missing when there are none
 */
@Schema(
    name = "AsOf",
    description =
        "What the figures are true of: all ledger leaves with an index below treeSize, and none"
            + " after.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AsOfView(
    @Schema(required = true, examples = "4711", description = "Ledger leaves counted")
        long treeSize,
    @Schema(
            examples = "2022-02-28T17:30:00+08:00",
            description = "When the last of them was recorded; missing on an empty ledger")
        Instant recordedAt) {

  static AsOfView of(AsOf asOf) {
    return new AsOfView(asOf.treeSize(), asOf.recordedAt());
  }
}
