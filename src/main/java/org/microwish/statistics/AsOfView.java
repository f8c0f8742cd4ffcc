package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The state of the ledger from which figures are computed.
 *
 * @param treeSize the number of leaves counted; these are the leaves with a smaller index. Folding
 *     exactly these leaves gives exactly these figures.
 * @param recordedAt when the last counted leaf was recorded; null if no leaf is counted
 */
@Schema(
    name = "AsOf",
    description =
        "The state of the ledger that the figures reflect: all leaves with an index below"
            + " `treeSize` and no others.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AsOfView(
    @Schema(required = true, examples = "4711", description = "Number of ledger leaves counted")
        long treeSize,
    @Schema(
            examples = "2022-02-28T17:30:00+08:00",
            description = "When the last of them was recorded; missing if the ledger is empty")
        Instant recordedAt) {

  static AsOfView of(AsOf asOf) {
    return new AsOfView(asOf.treeSize(), asOf.recordedAt());
  }
}
