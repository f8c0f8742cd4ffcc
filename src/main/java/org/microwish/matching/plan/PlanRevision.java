package org.microwish.matching.plan;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.matching.plan.PlanOrder.PairKey;

/** Request body to compute a plan again. */
@Schema(
    description =
        "What to change before the plan is computed again. Pairs that were pinned or excluded before"
            + " stay so, unless they are named here.")
public record PlanRevision(
    @Size(max = 1_000) List<@NotNull @Valid PairKey> pinned,
    @Size(max = 1_000) List<@NotNull @Valid PairKey> excluded,
    @Size(max = 1_000) @Schema(description = "Pairs that are no longer pinned or excluded")
        List<@NotNull @Valid PairKey> released,
    @Valid PlanOrder.Weights weights) {

  List<PairKey> allPinned() {
    return pinned == null ? List.of() : pinned;
  }

  List<PairKey> allExcluded() {
    return excluded == null ? List.of() : excluded;
  }

  List<PairKey> allReleased() {
    return released == null ? List.of() : released;
  }
}
