package org.microwish.statistics;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.Counts;

/** The numbers of wishes (微心愿). */
@Schema(name = "WishCounts", description = "The numbers of wishes (微心愿).")
public record WishCountsView(
    @Schema(
            required = true,
            examples = "271",
            description = "Wishes (件) that were ever OPEN, once whatever the rounds")
        long published,
    @Schema(
            required = true,
            examples = "271",
            description = "Of these, wishes with an ACTIVE or COMPLETED claim")
        long claimed,
    @Schema(
            required = true,
            examples = "271",
            description = "Of these, wishes that are FULFILLED or ARCHIVED")
        long fulfilled,
    @Schema(
            required = true,
            examples = "447",
            description = "Distinct members (人) who claim or take part in those claims")
        long claimingMembers,
    @Schema(
            required = true,
            examples = "12",
            description = "Distinct organisations that hold those claims in their own name")
        long claimingOrganisations,
    @Schema(
            required = true,
            examples = "512",
            description = "Pairs of such a claim and a member in it (人次)")
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
