package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.PublicOverview;

/** The response to an overview query: the figures of the selected wishes, check-ins and groups. */
@Schema(
    name = "StatisticsOverview",
    description = "The figures of the selection. A kind that the query excludes is missing.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OverviewView(
    @Schema(required = true) AsOfView asOf,
    WishCountsView wishes,
    ProjectCountsView projects,
    @Schema(required = true) CheckInCountsView checkIns,
    @Schema(required = true) GroupCountsView groups,
    @Schema(required = true) DemandCountsView demands) {

  static OverviewView of(AsOf asOf, PublicOverview overview, CountedKind kind) {
    return new OverviewView(
        AsOfView.of(asOf),
        kind == CountedKind.PROJECT ? null : WishCountsView.of(overview),
        kind == CountedKind.WISH ? null : ProjectCountsView.of(overview),
        CheckInCountsView.of(overview),
        GroupCountsView.of(overview),
        DemandCountsView.of(overview));
  }
}
