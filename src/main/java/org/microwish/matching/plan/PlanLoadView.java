package org.microwish.matching.plan;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Money;

/** The load of a claimant, in API answers. */
@Schema(name = "PlanLoad")
public record PlanLoadView(
    @Schema(required = true) ClaimantType claimantType,
    @Schema(required = true) Id claimantId,
    @Schema(required = true, description = "Claims of the last 28 days") int recent,
    @Schema(required = true, description = "Pairs in the plan") int planned,
    @Schema(required = true, description = "Further claims that the claimant may hold") int room,
    @Schema(required = true) Money pledged) {}
