package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.Counts;
import org.microwish.statistics.fold.People;
import org.microwish.statistics.fold.PublicOverview;

/** The figures of micro-projects (微项目); amounts are in yuan with two decimals. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "ProjectCounts",
    description =
        "The numbers of micro-projects (微项目). Amounts are in yuan with two decimals; in a"
            + " breakdown by month they are the changes of that month and can be negative.")
public record ProjectCountsView(
    @Schema(
            required = true,
            examples = "25",
            description =
                "Projects (件) that were ever published; each counts once, in however many rounds")
        long published,
    @Schema(
            required = true,
            examples = "25",
            description = "Published projects with an ACTIVE or COMPLETED claim")
        long claimed,
    @Schema(
            required = true,
            examples = "25",
            description = "Published projects that are FULFILLED or ARCHIVED")
        long fulfilled,
    @Schema(
            required = true,
            examples = "19",
            description =
                "Distinct organisations that hold ACTIVE or COMPLETED claims in their own name")
        long claimingOrganisations,
    @Schema(
            examples = "63",
            description =
                "Distinct members (人) who take part in ACTIVE or COMPLETED claims; missing if a"
                    + " wider division contains them")
        Long claimingMembers,
    @Schema(
            examples = "70",
            description =
                "Pairs of an ACTIVE or COMPLETED claim and a member who takes part in it (人次);"
                    + " missing together with claimingMembers")
        Long participations,
    @Schema(required = true, examples = "97150.60", description = "The sum of the budgets")
        String budget,
    @Schema(
            required = true,
            examples = "97150.60",
            description = "Pledged and not released: the sum of committed, spent and returned")
        String funding,
    @Schema(
            required = true,
            examples = "0.00",
            description = "Pledged, but not yet spent or released")
        String committed,
    @Schema(required = true, examples = "97150.60", description = "Spent and not refunded")
        String spent,
    @Schema(required = true, examples = "0.00", description = "Refunded after it was spent")
        String returned) {

  static ProjectCountsView of(PublicOverview cell) {
    Counts counts = cell.figures().projects();
    return new ProjectCountsView(
        counts.published(),
        counts.claimed(),
        counts.fulfilled(),
        counts.claimingOrganisations(),
        cell.shown(People.PROJECT_MEMBERS, counts.claimingMembers()),
        cell.shown(People.PROJECT_MEMBERS, counts.participations()),
        Yuan.text(counts.budgetFen()),
        Yuan.text(counts.money().funding()),
        Yuan.text(counts.money().committed()),
        Yuan.text(counts.money().spent()),
        Yuan.text(counts.money().returned()));
  }
}
