package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.attachment.SignedImage;
import org.microwish.lifecycle.moderation.ModerationFinding;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.lifecycle.serial.numbering.SerialNumber;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.AcceptedBy;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Money;

/**
 * A wish in API responses. {@code own} is present only for callers who may see non-public data.
 *
 * @param number the serial number (编号); null until shortly after the first submission
 * @param division the community's code
 * @param title the public title; null before publication
 * @param placesFree places that can still be claimed; null when the capacity is an amount
 * @param amountFree part of the budget that is neither committed nor spent; null without a budget
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "A wish (微心愿) or micro-project (微项目). `title` and `summary` are missing before"
            + " publication, and `own` if the caller may not see the private part.")
public record WishView(
    Id id,
    long version,
    @Schema(
            description =
                "The serial number (编号) that people quote. It is assigned shortly after the first"
                    + " submission and never changes",
            examples = SerialNumber.EXAMPLE)
        String number,
    WishKind kind,
    WishState state,
    int round,
    Channel channel,
    Category category,
    String subcategory,
    String division,
    String divisionName,
    String title,
    String summary,
    Beneficiaries beneficiaries,
    String neededSkill,
    ClaimPolicy claimPolicy,
    Capacity capacity,
    Integer places,
    Integer placesFree,
    boolean needsApproval,
    ClaimableBy claimableBy,
    ClaimableFrom claimableFrom,
    boolean claimingClosed,
    Instant claimBy,
    Instant completeBy,
    Money budget,
    Money amountFree,
    Balances balances,
    ClaimCounts claims,
    Instant createdAt,
    Instant updatedAt,
    Instant firstPublishedAt,
    Instant publishedAt,
    Instant firstClaimedAt,
    Instant deliveredAt,
    Instant fulfilledAt,
    Instant noticeUntil,
    Integer rating,
    String confirmation,
    @Schema(description = "The resident's thank-you, if the resident allows to publish it")
        String thanks,
    boolean sample,
    WishLabels labels,
    @Schema(
            description =
                "Who holds an ACTIVE or COMPLETED claim, the first three; `claims` counts all. Missing"
                    + " if nobody does")
        List<ClaimantName> claimants,
    @Schema(
            description =
                "Whether the caller holds or takes part in a PENDING, ACTIVE or COMPLETED claim. Only"
                    + " for members and stewards, in `getWish`, `listMatches` and `getHome`")
        Boolean claimedByMe,
    @Schema(
            description =
                "Whether a claim of the caller would be accepted now. Present whenever"
                    + " `claimedByMe` is")
        Boolean mayClaim,
    @Schema(
            description =
                "With `mayClaim` false: the code of the problem with which a claim would be refused",
            examples = "WISH_FULL")
        ProblemType mayNotClaim,
    @Schema(
            description =
                "The photo that a list shows: of the wish itself or, once the wish is delivered,"
                    + " of the finished work. Missing without a photo, and unless everybody whom"
                    + " the photo may show consents")
        SignedImage cover,
    OwnPart own) {

  /** The numbers of claims by stage. */
  @Schema(name = "WishClaimCounts")
  public record ClaimCounts(int pending, int active, int started, int delivered) {}

  /**
   * The non-public part of a wish. If {@code masked} is true, names, phone and address are masked.
   *
   * @param division the code of the recorded division, down to grid or building
   * @param offWall whether the wish is hidden from the public, whatever its state
   * @param collector the account of the collector to whom the wish was handed over
   * @param reviewBy the deadline for the review; only while the wish is SUBMITTED
   * @param shortfall what was still free when claiming closed: a number of places or an amount
   * @param thanks the resident's thank-you in the vault, published or not
   * @param thanksAllowed whether the resident allows the thank-you to be published; null without a
   *     thank-you
   * @param duplicates for collectors and operators, before the review is decided: wishes that may
   *     be duplicates of this one
   * @param blockedBy what prevents the publication of the wish now; empty if nothing does, and in
   *     states from which a wish cannot be published
   * @param externalReference the number in the system of the partner or of the staff who recorded
   *     the wish; not for claimants
   * @param metadata the partner's notes; only for the partner
   * @param demandId the demand that became this wish
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "WishOwnPart",
      description =
          "The private part of a wish, for callers who may see it. If `masked` is true, names,"
              + " telephone number and address are masked. `blockedBy` says why a wish that is not"
              + " published cannot be published; `offWall` that it was unpublished, or its consent"
              + " withdrawn, so that the public does not see it. `duplicates` points out to"
              + " collectors and operators, until the review is decided, up to five other wishes of"
              + " the community with the same resident, telephone number or title.")
  public record OwnPart(
      boolean masked,
      boolean offWall,
      Confidential title,
      Confidential details,
      Confidential residentName,
      Confidential contactName,
      Confidential contactPhone,
      Confidential address,
      Confidential reporter,
      Confidential remark,
      String division,
      String createdBy,
      String collector,
      Instant submittedAt,
      Instant reviewBy,
      String reviewedBy,
      Instant reviewedAt,
      Confidential referredTo,
      String confirmedBy,
      ProxyReason proxyReason,
      AcceptedBy acceptedBy,
      String shortfall,
      Confidential thanks,
      Boolean thanksAllowed,
      List<Duplicate> duplicates,
      List<Block> blockedBy,
      List<Id> activeClaims,
      ExternalReference externalReference,
      Map<String, Confidential> metadata,
      @Schema(description = "The demand that became this wish") Id demandId) {}

  /**
   * One reason why the wish cannot be published now.
   *
   * @param code the code of the problem with which `publishWish` would be refused
   * @param subject the texts, note or image that a finding of moderation is about; null for other
   *     reasons
   * @param state the state of the finding: PENDING while the subject is being checked, FLAGGED
   *     while it waits for an operator, REJECTED until the texts are rewritten
   * @param source what checked the subject; null while it is being checked
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "WishBlock",
      description =
          "Why the wish cannot be published now. `code` is that of the problem: MODERATION_OPEN for"
              + " a text, note or image that is being checked (PENDING), waits for an operator"
              + " (FLAGGED) or must be rewritten (REJECTED); CONSENT_REQUIRED if a consent is"
              + " missing.")
  public record Block(
      ProblemType code,
      ModerationFinding.Subject subject,
      ModerationFinding.State state,
      ModerationFinding.Source source) {}

  /**
   * The data of a view that are not in the wish's own columns.
   *
   * @param claimants who claims the wish; empty if nobody does
   * @param standing whether the caller can claim the wish; null if the view does not contain this
   * @param cover the addresses of the cover image; null without one
   * @param own null for callers who may see only the public part
   */
  record Around(
      String divisionName,
      WishLabels labels,
      List<ClaimantName> claimants,
      Standing standing,
      SignedImage cover,
      OwnPart own) {}

  /** Creates the view of a wish. */
  static WishView of(Wish wish, Around around) {
    boolean byPlaces = wish.capacity == Capacity.PLACES;
    Money budget = Money.ofNullable(wish.budget);
    Balances balances = wish.balances();
    return new WishView(
        new Id(wish.id),
        wish.version,
        wish.number,
        wish.kind,
        wish.state,
        wish.round,
        wish.channel,
        wish.category,
        wish.subcategory,
        DivisionCode.ofPath(DivisionCode.publicPath(wish.divisionPath)).text(),
        around.divisionName(),
        wish.publicTitle,
        wish.publicSummary,
        beneficiaries(wish),
        wish.neededSkill,
        wish.claimPolicy,
        wish.capacity,
        byPlaces ? wish.places : null,
        byPlaces ? placesFree(wish) : null,
        wish.needsApproval,
        wish.claimableBy,
        wish.claimableFrom,
        wish.claimingClosed,
        wish.claimBy,
        wish.completeBy,
        budget,
        budget == null ? null : budget.minus(balances.committed().plus(balances.spent())),
        balances,
        new ClaimCounts(
            wish.pendingClaims, wish.activeClaims, wish.startedClaims, wish.deliveredClaims),
        wish.createdAt,
        wish.updatedAt,
        wish.firstPublishedAt,
        wish.publishedAt,
        wish.firstClaimedAt,
        wish.deliveredAt,
        wish.fulfilledAt,
        wish.noticeUntil,
        wish.rating,
        wish.confirmation,
        wish.state == WishState.FULFILLED || wish.state == WishState.ARCHIVED ? wish.thanks : null,
        wish.sample,
        around.labels(),
        around.claimants().isEmpty() ? null : around.claimants(),
        around.standing() == null ? null : around.standing().claimedByMe(),
        around.standing() == null ? null : around.standing().obstacle() == null,
        around.standing() == null ? null : around.standing().obstacle(),
        around.cover(),
        around.own());
  }

  private static int placesFree(Wish wish) {
    return wish.state == WishState.OPEN && !wish.claimingClosed
        ? Math.max(0, wish.places - wish.placesTaken - wish.placesHeld)
        : 0;
  }

  private static Beneficiaries beneficiaries(Wish wish) {
    boolean none =
        wish.beneficiaryBuildings == null
            && wish.beneficiaryHouseholds == null
            && wish.beneficiaryPeople == null;
    return none
        ? null
        : new Beneficiaries(
            wish.beneficiaryBuildings, wish.beneficiaryHouseholds, wish.beneficiaryPeople);
  }
}
