package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.GroupCounts;
import org.microwish.statistics.fold.People;
import org.microwish.statistics.fold.PublicOverview;

/** The numbers of groups (团体) that are ACTIVE or SUSPENDED, and of the people in them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
            examples = "2987",
            description =
                "Distinct people who belong to at least one of these groups; missing if a wider"
                    + " division contains them")
        Long people) {

  static GroupCountsView of(PublicOverview cell) {
    GroupCounts counts = cell.figures().groups();
    return new GroupCountsView(
        counts.groups(), counts.kinds(), cell.shown(People.IN_GROUPS, counts.people()));
  }
}
