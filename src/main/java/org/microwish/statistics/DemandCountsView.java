package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.DemandCounts;
import org.microwish.statistics.fold.PublicOverview;

/** The numbers of demands (诉求), by the day of their submission. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "DemandCounts",
    description = "Demands (诉求) by the day of their submission. Maps have no zeros.")
public record DemandCountsView(
    @Schema(required = true, description = "Number of demands") long received,
    @Schema(required = true, description = "Number of demands by kind") Map<String, Long> kinds,
    @Schema(required = true, description = "Number of dispatched demands by level")
        Map<String, Long> levels,
    @Schema(required = true, description = "Number of demands by category")
        Map<String, Long> categories,
    @Schema(
            required = true,
            description = "Number of demands by the id of the hall that received them")
        Map<String, Long> halls,
    @Schema(required = true, description = "Number of halls with at least one demand")
        long hallsWithDemands,
    @Schema(required = true, description = "Demands that are answered") long answered,
    @Schema(required = true, description = "Answered demands whose answer was not late")
        long onTime,
    @Schema(required = true, description = "Demands that their askers have evaluated")
        long evaluated,
    @Schema(required = true, description = "Evaluated demands whose askers are satisfied")
        long satisfied,
    @Schema(
            required = true,
            description = "Suggestions that are adopted, or became a wish or micro-project")
        long adopted,
    @Schema(
            description =
                "Median of the working days from acceptance to answer, the smaller one of two;"
                    + " missing without answers")
        Long medianDays) {

  static DemandCountsView of(PublicOverview cell) {
    DemandCounts counts = cell.figures().demands();
    return new DemandCountsView(
        counts.received(),
        counts.kinds(),
        counts.levels(),
        counts.categories(),
        counts.halls(),
        counts.halls().size(),
        counts.answered(),
        counts.onTime(),
        counts.evaluated(),
        counts.satisfied(),
        counts.adopted(),
        counts.medianDays());
  }
}
