package org.microwish.matching.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.matching.ClaimantProfile;
import org.microwish.matching.Eligibility.Pair;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.WellFormed;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Money;

/**
 * Request body for a plan. Stored with the plan, so that the plan can be computed again.
 *
 * @param wishes null for all open wishes of the division
 * @param claimants null for all claimants of the division's street
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "PlanOrder",
    description =
        "What to plan. Without `wishes` all open wishes of the division, without `claimants` all"
            + " members and organisations whose division or check-in is in its street.")
public record PlanOrder(
    @NotNull @WellFormed(DivisionCode.Form.class) @Schema(examples = "440104013000")
        String division,
    @Size(min = 1, max = 2_000) List<@NotNull Id> wishes,
    @Size(min = 1, max = 2_000) List<@NotNull @Valid ClaimantKey> claimants,
    @Valid Weights weights,
    @Size(max = 100)
        @Schema(description = "The largest number of places to assign in some communities")
        List<@NotNull @Valid Quota> quotas,
    @Size(max = 500)
        @Schema(description = "Who pledges money for projects whose capacity is an amount")
        List<@NotNull @Valid Pledge> pledges,
    @Size(max = 1_000) @Schema(description = "Pairs that the plan must contain")
        List<@NotNull @Valid PairKey> pinned,
    @Size(max = 10_000) @Schema(description = "Pairs that the plan must not contain")
        List<@NotNull @Valid PairKey> excluded,
    @Min(1)
        @Max(PlanOrder.LONGEST)
        @Schema(
            description =
                "Seconds after which the search for the best assignment ends. Default: 30")
        Integer timeLimit) {

  /** The longest time limit, in seconds. */
  static final int LONGEST = 60;

  /** A claimant. */
  @Schema(name = "PlanClaimant")
  public record ClaimantKey(@NotNull ClaimantType claimantType, @NotNull Id claimantId) {

    static ClaimantKey of(ClaimantProfile claimant) {
      return new ClaimantKey(claimant.type(), new Id(claimant.id()));
    }
  }

  /** A wish and a claimant that takes it. */
  @Schema(name = "PlanPairKey")
  public record PairKey(
      @NotNull Id wishId, @NotNull ClaimantType claimantType, @NotNull Id claimantId) {

    ClaimantKey claimant() {
      return new ClaimantKey(claimantType, claimantId);
    }

    Pair pair() {
      return new Pair(wishId.value(), claimantType, claimantId.value());
    }
  }

  /** The maximum number of places to assign in a community. */
  @Schema(name = "PlanQuota")
  public record Quota(
      @NotNull @WellFormed(DivisionCode.Form.class) @Schema(examples = "440104013001")
          String division,
      @Min(0) @Max(100_000) int places) {}

  /** Money that a claimant would pledge. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "PlanPledge")
  public record Pledge(
      @NotNull ClaimantType claimantType,
      @NotNull Id claimantId,
      @NotNull Money amount,
      @Schema(description = "true: for one project, all or nothing. Default: it may be split")
          Boolean whole) {

    ClaimantKey claimant() {
      return new ClaimantKey(claimantType, claimantId);
    }
  }

  /** How much each part of the plan's total counts. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "PlanWeights",
      description =
          "How much the parts of the total count, in points; those that are missing have their"
              + " defaults.")
  public record Weights(
      @Min(0) @Max(1_000) @Schema(description = "Percentage of the score that counts. Default: 100")
          Integer score,
      @Min(0)
          @Max(1_000)
          @Schema(
              description =
                  "Points for a wish that is assigned; a second place counts a half, a third place"
                      + " a third. Default: 50")
          Integer coverage,
      @Min(0)
          @Max(1_000)
          @Schema(
              description =
                  "Points added to the coverage of a wish whose claim-by date is today; fewer for"
                      + " later dates, and 0 from 30 days on. Default: 50")
          Integer urgency,
      @Min(0)
          @Max(1_000)
          @Schema(
              description =
                  "Points subtracted for a place, for each place that its claimant already has; so"
                      + " a third place costs twice as much as a second. Default: 10")
          Integer load) {

    static final Weights DEFAULT = new Weights(null, null, null, null);

    int scorePerCent() {
      return score == null ? 100 : score;
    }

    int coveragePoints() {
      return coverage == null ? 50 : coverage;
    }

    int urgencyPoints() {
      return urgency == null ? 50 : urgency;
    }

    int loadPoints() {
      return load == null ? 10 : load;
    }
  }

  /** Returns the ids of the named wishes. The order must name wishes. */
  List<Long> wishIds() {
    return wishes.stream().map(Id::value).toList();
  }

  Weights weighted() {
    return weights == null ? Weights.DEFAULT : weights;
  }

  Set<PairKey> pins() {
    return pinned == null ? Set.of() : new LinkedHashSet<>(pinned);
  }

  Set<PairKey> exclusions() {
    return excluded == null ? Set.of() : new LinkedHashSet<>(excluded);
  }

  /**
   * Returns this order with the changes of a revision. If both name a pair, the revision decides.
   */
  PlanOrder revised(PlanRevision revision) {
    Set<PairKey> pins = pins();
    Set<PairKey> exclusions = exclusions();
    Set<PairKey> kept = new LinkedHashSet<>(pins);
    kept.removeAll(revision.allExcluded());
    kept.removeAll(revision.allReleased());
    kept.addAll(revision.allPinned());
    Set<PairKey> left = new LinkedHashSet<>(exclusions);
    left.removeAll(revision.allPinned());
    left.removeAll(revision.allReleased());
    left.addAll(revision.allExcluded());
    return new PlanOrder(
        division,
        wishes,
        claimants,
        revision.weights() == null ? weights : revision.weights(),
        quotas,
        pledges,
        new ArrayList<>(kept),
        new ArrayList<>(left),
        timeLimit);
  }
}
