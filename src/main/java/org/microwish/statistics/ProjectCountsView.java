package org.microwish.statistics;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.Counts;

/** The numbers of micro-projects (微项目); amounts in yuan with two decimals. */
@Schema(
    name = "ProjectCounts",
    description =
        "The numbers of micro-projects (微项目). Amounts are yuan with two decimals; in a breakdown by"
            + " month they are that month's changes and may be negative.")
public record ProjectCountsView(
    @Schema(
            required = true,
            examples = "25",
            description = "Projects (件) that were ever OPEN, once whatever the rounds")
        long published,
    @Schema(
            required = true,
            examples = "25",
            description = "Of these, projects with an ACTIVE or COMPLETED claim")
        long claimed,
    @Schema(
            required = true,
            examples = "25",
            description = "Of these, projects that are FULFILLED or ARCHIVED")
        long fulfilled,
    @Schema(
            required = true,
            examples = "19",
            description = "Distinct organisations that hold those claims in their own name")
        long claimingOrganisations,
    @Schema(
            required = true,
            examples = "63",
            description = "Distinct members (人) who claim or take part in those claims")
        long claimingMembers,
    @Schema(
            required = true,
            examples = "70",
            description = "Pairs of such a claim and a member in it (人次)")
        long participations,
    @Schema(required = true, examples = "97150.60", description = "The budgets' sum") String budget,
    @Schema(
            required = true,
            examples = "97150.60",
            description = "Pledged and not given back: committed, spent and returned together")
        String funding,
    @Schema(required = true, examples = "0.00", description = "Pledged and not yet spent")
        String committed,
    @Schema(required = true, examples = "97150.60", description = "Spent") String spent,
    @Schema(required = true, examples = "0.00", description = "Given back after it was spent")
        String returned) {

  static ProjectCountsView of(Counts counts) {
    return new ProjectCountsView(
        counts.published(),
        counts.claimed(),
        counts.fulfilled(),
        counts.claimingOrganisations(),
        counts.claimingMembers(),
        counts.participations(),
        Yuan.text(counts.budgetFen()),
        Yuan.text(counts.money().funding()),
        Yuan.text(counts.money().committed()),
        Yuan.text(counts.money().spent()),
        Yuan.text(counts.money().returned()));
  }
}
