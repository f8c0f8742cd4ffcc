package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;
import org.microwish.statistics.Rebuilds.Rebuild;

/** A rebuild of all statistics. */
@Schema(name = "StatisticsRebuild", description = "A rebuild of all statistics from the ledger.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RebuildView(
    @Schema(required = true, examples = "0HZXKQ5V3W2AB", description = "The rebuild's id")
        String id,
    @Schema(required = true, description = "RUNNING until the new figures replace the old ones")
        State state,
    @Schema(required = true, examples = "4096", description = "Ledger leaves counted so far")
        long counted,
    @Schema(
            required = true,
            examples = "4711",
            description = "Ledger leaves to count; grows while the rebuild is running")
        long treeSize,
    @Schema(required = true, examples = "2022-03-01T09:00:00+08:00") Instant startedAt,
    @Schema(
            examples = "2022-03-01T09:00:07+08:00",
            description =
                "When the new figures replaced the old ones; missing while the rebuild is running")
        Instant completedAt)
    implements Tagged {

  /** The state of a rebuild. */
  @Schema(name = "StatisticsRebuildState")
  public enum State {
    RUNNING,
    COMPLETED
  }

  static RebuildView of(Rebuild rebuild) {
    return new RebuildView(
        Id.text(rebuild.id()),
        rebuild.isComplete() ? State.COMPLETED : State.RUNNING,
        rebuild.position(),
        rebuild.treeSize(),
        rebuild.startedAt(),
        rebuild.liveAt());
  }

  @Override
  public ETag tag() {
    return ETag.hash(this);
  }
}
