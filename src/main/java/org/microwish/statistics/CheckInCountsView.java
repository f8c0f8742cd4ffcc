package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.CheckInCounts;
import org.microwish.statistics.fold.People;
import org.microwish.statistics.fold.PublicOverview;

/** The numbers of organisations and of members with a check-in (双报到) that is not revoked. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "CheckInCounts",
    description = "Distinct organisations and members with a live check-in (双报到).")
public record CheckInCountsView(
    @Schema(required = true, examples = "90", description = "Organisations with a live check-in")
        long organisations,
    @Schema(
            examples = "3463",
            description = "Members with a live check-in; missing if a wider division contains them")
        Long members) {

  static CheckInCountsView of(PublicOverview cell) {
    CheckInCounts counts = cell.figures().checkIns();
    return new CheckInCountsView(
        counts.organisations(), cell.shown(People.CHECKED_IN, counts.members()));
  }
}
