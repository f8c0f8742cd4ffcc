package org.microwish.statistics;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.GroupCounts;

/** The numbers of groups (团体). */
@Schema(
    name = "GroupCounts",
    description = "Groups (团体) that are ACTIVE or SUSPENDED, and their members.")
public record GroupCountsView(
    @Schema(required = true, examples = "131", description = "Number of groups") long groups,
    @Schema(
            required = true,
            description = "Number of groups by kind; kinds without groups are missing")
        Map<String, Long> kinds,
    @Schema(
            required = true,
            examples = "2987",
            description = "Distinct people who belong to at least one of these groups")
        long people) {

  static GroupCountsView of(GroupCounts counts) {
    return new GroupCountsView(counts.groups(), counts.kinds(), counts.people());
  }
}
