package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.Dimension;
import org.microwish.statistics.fold.PublicOverview;

/** The response to a breakdown query: the figures of each cell. */
@Schema(
    name = "StatisticsBreakdown",
    description =
        "The figures of each cell, sorted by key; empty cells are missing. Distinct counts are"
            + " computed for each cell, so the cells do not add up to the overview.")
public record BreakdownView(
    @Schema(required = true) AsOfView asOf,
    @Schema(required = true, examples = "division", description = "The dimension of the cells")
        String by,
    @Schema(required = true) List<Cell> items) {

  public BreakdownView {
    items = List.copyOf(items);
  }

  /** The figures of one cell of a breakdown. */
  @Schema(
      name = "StatisticsCell",
      description =
          "The figures of one cell. A kind that the query excludes is missing, and so are check-ins"
              + " in a breakdown by category or channel.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Cell(
      @Schema(
              required = true,
              examples = "440104013001",
              description =
                  "The division's path, the category, the channel, the organisation's id, or the"
                      + " month (yyyy-MM)")
          String key,
      @Schema(
              examples = "梅花村社区",
              description = "The name of the division or organisation; missing in other breakdowns")
          String name,
      WishCountsView wishes,
      ProjectCountsView projects,
      CheckInCountsView checkIns) {}

  static BreakdownView of(
      AsOf asOf,
      Dimension by,
      Map<String, PublicOverview> cells,
      Map<String, String> names,
      CountedKind kind) {
    boolean checkIns =
        switch (by) {
          case DIVISION, ORGANISATION, MONTH -> true;
          case CATEGORY, CHANNEL -> false;
        };
    return new BreakdownView(
        AsOfView.of(asOf),
        BreakdownBy.of(by).text(),
        cells.entrySet().stream()
            .map(
                cell ->
                    new Cell(
                        cell.getKey(),
                        names.get(cell.getKey()),
                        kind == CountedKind.PROJECT ? null : WishCountsView.of(cell.getValue()),
                        kind == CountedKind.WISH ? null : ProjectCountsView.of(cell.getValue()),
                        checkIns ? CheckInCountsView.of(cell.getValue()) : null))
            .toList());
  }
}
