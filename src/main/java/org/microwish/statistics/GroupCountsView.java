package org.microwish.statistics;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.GroupCounts;

/** The numbers of groups (团体). */
@Schema(
    name = "GroupCounts",
    description = "Groups that are active or suspended, and their people.")
public record GroupCountsView(
    @Schema(required = true, examples = "131", description = "Groups") long groups,
    @Schema(required = true, description = "Groups by kind; kinds without any are missing")
        Map<String, Long> kinds,
    @Schema(required = true, examples = "2987", description = "Distinct people who belong to one")
        long people) {

  static GroupCountsView of(GroupCounts counts) {
    return new GroupCountsView(counts.groups(), counts.kinds(), counts.people());
  }
}
