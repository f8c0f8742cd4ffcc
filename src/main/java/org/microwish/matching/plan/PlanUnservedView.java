package org.microwish.matching.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.matching.plan.solver.PlanSolution.UnservedReason;
import org.microwish.platform.Id;
import org.microwish.wish.lifecycle.ClaimantType;

/** A wish to which the plan assigns no claimant, in API answers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "PlanUnserved",
    description =
        "A wish to which the plan assigns no claimant, and why. `here` is the value, in points, of"
            + " the claimant that comes closest; `price` is the value of its place at other wishes,"
            + " or what the place costs.")
public record PlanUnservedView(
    @Schema(required = true) Id wishId,
    String wishTitle,
    @Schema(required = true) UnservedReason reason,
    @Schema(
            required = true,
            description = "The reason in the language of the answer",
            examples = "最接近的认领方在这里带来 35 分，在别处值 60 分。")
        String explanation,
    ClaimantType claimantType,
    Id claimantId,
    @Schema(examples = "35.0") Double here,
    @Schema(examples = "60.0") Double price,
    @Schema(description = "A wish that the claimant takes instead") Id elsewhere) {}
