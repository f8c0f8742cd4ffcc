package org.microwish.statistics;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.CheckInCounts;

/** The numbers of check-ins (双报到). */
@Schema(
    name = "CheckInCounts",
    description = "Distinct organisations and members with a live check-in (双报到).")
public record CheckInCountsView(
    @Schema(required = true, examples = "90", description = "Organisations with a live check-in")
        long organisations,
    @Schema(required = true, examples = "3463", description = "Members with a live check-in")
        long members) {

  static CheckInCountsView of(CheckInCounts counts) {
    return new CheckInCountsView(counts.organisations(), counts.members());
  }
}
