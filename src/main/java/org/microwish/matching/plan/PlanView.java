package org.microwish.matching.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.problem.Language;

/** A plan and its progress in API answers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Plan",
    description =
        "A plan and its progress. The figures are those of the last finished step, and final when"
            + " `state` is COMPLETED.")
public record PlanView(
    @Schema(required = true) Id id,
    @Schema(description = "The plan that was computed again") Id previousId,
    @Schema(required = true) MatchingPlan.State state,
    @Schema(required = true) MatchingPlan.Phase phase,
    @Schema(
            required = true,
            description = "The progress or the result, in the language of the answer",
            examples = "40 件心愿中有 38 件找到认领方；在所考虑的配对中，没有总分更高的方案。")
        String text,
    @Schema(required = true, examples = "440104013000") String division,
    @Schema(description = "Not in lists") PlanOrder order,
    @Schema(description = "Number of the ledger's leaves when the facts were read") Long treeSize,
    @Schema(description = "Version of the weights of the score") Long weightsVersion,
    @Schema(required = true) int wishes,
    @Schema(required = true) int claimants,
    @Schema(required = true, description = "Possible pairs that the search considered")
        int pairsConsidered,
    @Schema(
            required = true,
            description =
                "Possible pairs with lower scores that were left out, because there were too many")
        long pairsLeftOut,
    @Schema(required = true) int pairs,
    @Schema(required = true) int wishesServed,
    @Schema(description = "Points of the plan") Double total,
    @Schema(description = "Points that no assignment of the pairs considered exceeds") Double bound,
    @Schema(
            description =
                "How far the total is below the bound at most, in per cent; 0 if it is proven best")
        Double gapPerCent,
    @Schema(description = "Points of the assignment that takes the best pairs first")
        Double greedyTotal,
    @Schema(
            description =
                "true: no assignment of the pairs considered has more points. false: the time limit"
                    + " ended the search, or pledges that must not be split leave a gap")
        Boolean provenBest,
    @Schema(required = true) Invitations invitations,
    @Schema(required = true) Instant createdAt,
    Instant finishedAt,
    @Schema(required = true, description = "When the plan is deleted") Instant expiresAt) {

  /** The numbers of invitations of a plan by state. */
  @Schema(
      name = "PlanInvitations",
      description = "How many pairs' invitations are to be sent, were sent, and were refused.")
  public record Invitations(
      @Schema(required = true) int toSend,
      @Schema(required = true) int sent,
      @Schema(required = true) int refused) {

    static final Invitations NONE = new Invitations(0, 0, 0);
  }

  /**
   * Creates the view of a plan.
   *
   * @param order null to leave it out
   */
  static PlanView of(
      MatchingPlan plan, PlanOrder order, Invitations invitations, Language language) {
    boolean done = plan.state == MatchingPlan.State.COMPLETED;
    return new PlanView(
        new Id(plan.id),
        plan.previousId == null ? null : new Id(plan.previousId),
        plan.state,
        plan.phase,
        Explanations.text(plan, invitations, language),
        DivisionCode.ofPath(plan.divisionPath).text(),
        order,
        plan.treeSize,
        plan.weightsVersion,
        plan.wishes,
        plan.claimants,
        plan.pairsConsidered,
        plan.pairsLeftOut,
        plan.pairs,
        plan.wishesServed,
        done ? PlanAssembly.points(plan.total) : null,
        done ? PlanAssembly.points(plan.bound) : null,
        done ? gap(plan) : null,
        done ? PlanAssembly.points(plan.greedyTotal) : null,
        done ? plan.provenBest : null,
        invitations,
        plan.createdAt,
        plan.finishedAt,
        plan.expiresAt);
  }

  /**
   * Returns how far the total can be below the best possible one, in per cent. Rounded up, so that
   * only a plan that is proven to be the best shows 0.
   */
  static double gap(MatchingPlan plan) {
    return plan.bound == 0 ? 0 : Math.ceil(10_000.0 * (plan.bound - plan.total) / plan.bound) / 100;
  }
}
