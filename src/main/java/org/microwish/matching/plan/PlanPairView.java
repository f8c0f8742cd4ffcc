package org.microwish.matching.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.matching.ReasonView;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Money;

/** A pair of a plan, in API answers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "PlanPair",
    description =
        "A wish and the claimant to which the plan assigns it. `obstacle` is the code of the"
            + " problem with which a claim would be refused now, if the pair no longer holds.")
public record PlanPairView(
    @Schema(required = true, examples = "1") int number,
    @Schema(required = true) Id wishId,
    String wishTitle,
    @Schema(required = true) ClaimantType claimantType,
    @Schema(required = true) Id claimantId,
    @Schema(description = "The organisation's name, or the masked name of the member")
        Confidential claimantName,
    @Schema(description = "The pledge, for a project whose capacity is an amount") Money amount,
    @Schema(required = true, description = "The sum of the reasons' points") long score,
    @Schema(required = true, description = "The strongest first") List<ReasonView> reasons,
    @Schema(required = true) boolean pinned,
    @Schema(
            required = true,
            description = "false: pinned, but it was not possible or there was no room")
        boolean counted,
    @Schema(required = true, description = "Whether the claimant could claim the wish now")
        boolean holds,
    @Schema(examples = "WISH_FULL") ProblemType obstacle,
    @Schema(description = "The obstacle in the language of the answer") String obstacleText,
    @Schema(description = "Missing if no invitation was requested") Invitation invitation) {

  /** The invitation of a pair, in API answers. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "PlanInvitation",
      description =
          "The invitation of a pair. `obstacle` is the code of the problem with which it was refused.")
  public record Invitation(
      @Schema(required = true) PlanPair.Sending state,
      @Schema(description = "The invitation that was sent") Id id,
      @Schema(examples = "INVITATION_LIMIT_REACHED") ProblemType obstacle,
      @Schema(description = "The obstacle in the language of the answer") String obstacleText) {}
}
