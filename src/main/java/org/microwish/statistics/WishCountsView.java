package org.microwish.statistics;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.Counts;

/** The numbers of wishes (微心愿). */
@Schema(name = "WishCounts", description = "The numbers of wishes (微心愿).")
public record WishCountsView(
    @Schema(
            required = true,
            examples = "271",
            description =
                "Wishes (件) that were ever published; each counts once, in however many rounds")
        long published,
    @Schema(
            required = true,
            examples = "271",
            description = "Published wishes with an ACTIVE or COMPLETED claim")
        long claimed,
    @Schema(
            required = true,
            examples = "271",
            description = "Published wishes that are FULFILLED or ARCHIVED")
        long fulfilled,
    @Schema(
            required = true,
            examples = "447",
            description = "Distinct members (人) who take part in ACTIVE or COMPLETED claims")
        long claimingMembers,
    @Schema(
            required = true,
            examples = "12",
            description =
                "Distinct organisations that hold ACTIVE or COMPLETED claims in their own name")
        long claimingOrganisations,
    @Schema(
            required = true,
            examples = "512",
            description =
                "Pairs of an ACTIVE or COMPLETED claim and a member who takes part in it (人次)")
        long participations) {

  static WishCountsView of(Counts counts) {
    return new WishCountsView(
        counts.published(),
        counts.claimed(),
        counts.fulfilled(),
        counts.claimingMembers(),
        counts.claimingOrganisations(),
        counts.participations());
  }
}
