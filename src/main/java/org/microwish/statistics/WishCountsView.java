package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.Counts;
import org.microwish.statistics.fold.People;
import org.microwish.statistics.fold.PublicOverview;

/** The figures of wishes (微心愿) and of those who claim them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
            examples = "447",
            description =
                "Distinct members (人) who take part in ACTIVE or COMPLETED claims; missing if a"
                    + " wider division contains them")
        Long claimingMembers,
    @Schema(
            required = true,
            examples = "12",
            description =
                "Distinct organisations that hold ACTIVE or COMPLETED claims in their own name")
        long claimingOrganisations,
    @Schema(
            examples = "512",
            description =
                "Pairs of an ACTIVE or COMPLETED claim and a member who takes part in it (人次);"
                    + " missing together with claimingMembers")
        Long participations) {

  static WishCountsView of(PublicOverview cell) {
    Counts counts = cell.figures().wishes();
    return new WishCountsView(
        counts.published(),
        counts.claimed(),
        counts.fulfilled(),
        cell.shown(People.WISH_MEMBERS, counts.claimingMembers()),
        counts.claimingOrganisations(),
        cell.shown(People.WISH_MEMBERS, counts.participations()));
  }
}
