package org.microwish.wish.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.idempotency.Batches;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests;

/**
 * HTTP resource for commands on a whole wish, from draft to withdrawal and correction. Longer than
 * 400 lines because most of them are OpenAPI annotations.
 */
@Path("/api/v1/wishes")
@Tag(
    name = "wishes",
    description =
        "Wishes (微心愿) and micro-projects (微项目). A wish's partner is the partner program that"
            + " created it.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishResource {

  private final WishDrafting drafting;
  private final WishReview review;
  private final WishClosing closing;
  private final WishCorrections corrections;
  private final Batches batches;
  private final CurrentCaller caller;

  WishResource(
      WishDrafting drafting,
      WishReview review,
      WishClosing closing,
      WishCorrections corrections,
      Batches batches,
      CurrentCaller caller) {
    this.drafting = drafting;
    this.review = review;
    this.closing = closing;
    this.corrections = corrections;
    this.batches = batches;
    this.caller = caller;
  }

  @POST
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.OPERATOR,
    Role.Name.PARTNER,
    Role.Name.MEMBER
  })
  @Creates("/wishes/{wishId}")
  @Problems({ProblemType.OPEN_WISH_LIMIT_REACHED, ProblemType.ALREADY_EXISTS})
  @Operation(
      operationId = "createWish",
      summary = "Creates a wish as a draft",
      description =
          "Residents create wishes for themselves; collectors, operators and partners create them"
              + " for residents in their own division, members for residents of the community where"
              + " they live or have checked in.")
  public WishReceipt create(@NotNull @Valid WishDraft draft) {
    return drafting.create(
        caller.get(), draft, EventTime.given(caller.get(), draft.occurredAt()), false);
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.OPERATOR,
    Role.Name.PARTNER,
    Role.Name.MEMBER
  })
  @Idempotent
  @Problems({
    ProblemType.COMMITMENT_EXCEEDED,
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.WISH_FROZEN,
    ProblemType.PERSONAL_DATA_FOUND,
    ProblemType.CONSENT_REQUIRED,
    ProblemType.ALREADY_EXISTS
  })
  @Operation(
      operationId = "editWish",
      summary = "Replaces the data of a wish that was never claimed",
      description =
          "Allowed in DRAFT and RETURNED for the resident, the wish's partner, the member that"
              + " recorded it, and collectors and operators of the wish's division; in SUBMITTED, OPEN and EXPIRED only for"
              + " operators of the wish's division. Once it has been claimed, a wish can only be"
              + " corrected (WISH_FROZEN). The kind cannot change. A partner replaces its"
              + " `externalReference` and `metadata`, too, and removes them by omitting them. Others"
              + " keep them; staff can replace the `externalReference` of a wish without a partner,"
              + " but not remove it. A member keeps `reporter` and `remark`, which it does not see,"
              + " by omitting them.")
  public WishReceipt edit(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @NotNull @Valid WishDraft draft) {
    return drafting.edit(
        caller.get(),
        id.value(),
        draft,
        version,
        EventTime.given(caller.get(), draft.occurredAt()));
  }

  @POST
  @Path("/{id}/submit")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.OPERATOR,
    Role.Name.PARTNER,
    Role.Name.MEMBER
  })
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CONSENT_REQUIRED})
  @Operation(
      operationId = "submitWish",
      summary = "Submits a wish for review",
      description =
          "Allowed for the resident, the wish's partner, the member that recorded it, and collectors"
              + " and operators of the wish's division, in DRAFT or RETURNED.")
  public WishReceipt submit(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return review.submitComparing(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/return")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "returnWish",
      summary = "Returns a submitted wish to its author",
      description =
          "Allowed for operators of the wish's division. The author can edit the wish and submit it"
              + " again.")
  public WishReceipt sendBack(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return review.sendBack(
        caller.get(), id.value(), Confidential.text(body.reason()), body.occurredAt());
  }

  @POST
  @Path("/{id}/reject")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "rejectWish",
      summary = "Rejects a submitted wish",
      description =
          "Allowed for operators of the wish's division. Only `resumeWish` takes the wish back to"
              + " review.")
  public WishReceipt reject(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return review.reject(
        caller.get(), id.value(), Confidential.text(body.reason()), body.occurredAt());
  }

  @POST
  @Path("/{id}/resume")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CONSENT_REQUIRED})
  @Operation(
      operationId = "resumeWish",
      summary = "Takes a wish that was rejected by mistake back to review",
      description =
          "Allowed for operators of the wish's division. The wish becomes SUBMITTED again. Refused"
              + " with CONSENT_REQUIRED if a consent that the wish needs was withdrawn meanwhile.")
  public WishReceipt resume(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return review.resume(
        caller.get(), id.value(), Confidential.text(body.reason()), body.occurredAt());
  }

  @POST
  @Path("/{id}/refer")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "referWish",
      summary = "Refers a submitted wish to another body",
      description =
          "Allowed for operators of the wish's division, if another body is responsible. This is"
              + " final.")
  public WishReceipt refer(@PathParam("id") Id id, @NotNull @Valid WishRequests.Referral body) {
    return review.refer(
        caller.get(),
        id.value(),
        Confidential.text(body.to()),
        Confidential.text(body.reason()),
        body.occurredAt());
  }

  @POST
  @Path("/{id}/publish")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.MODERATION_OPEN,
    ProblemType.PERSONAL_DATA_FOUND,
    ProblemType.CONSENT_REQUIRED
  })
  @Operation(
      operationId = "publishWish",
      summary = "Publishes a submitted wish on the wall",
      description =
          "Allowed for operators of the wish's division. The operator declares that the public"
              + " texts contain no personal data. Refused with PERSONAL_DATA_FOUND if they contain"
              + " a telephone or identity number, or the wish's own names, number or address in any"
              + " spelling; with MODERATION_OPEN while a finding on the wish is undecided or its"
              + " texts are rejected.")
  public WishReceipt publish(@PathParam("id") Id id, @NotNull @Valid Publication body) {
    return review.publish(caller.get(), id.value(), body, body.occurredAt());
  }

  /**
   * Describes the results of a batch in the API contract: a receipt or a problem for each item, in
   * the order of the request.
   */
  record WishBatch(List<Outcome> items) {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
        name = "WishBatchOutcome",
        description =
            "The result of one item of a batch: the receipt of its command, or the problem with"
                + " which it was refused, without `instance` and `requestId`.")
    record Outcome(
        @Schema(required = true) int index, WishReceipt receipt, Map<String, Object> problem) {}
  }

  @POST
  @Path("/publish-batch")
  @RolesAllowed(Role.Name.OPERATOR)
  @Expensive
  @Problems({ProblemType.IDEMPOTENCY_KEY_REQUIRED, ProblemType.IDEMPOTENCY_KEY_REUSED})
  @Operation(
      operationId = "publishWishes",
      summary = "Publishes up to 100 submitted wishes",
      description =
          "Each item is a `publishWish` of its own, with its own ledger entry, and is accepted or"
              + " refused by itself: `items` has a receipt or a problem for each. Nothing is"
              + " published if the body is invalid. A repeat with the same key, also after a crash"
              + " in the middle, publishes nothing twice: it answers the accepted items as before"
              + " and decides the others anew. Repeat after a lost response: `getIdempotentAnswer`"
              + " does not know batches.")
  @APIResponseSchema(WishBatch.class)
  public Batches.Result publishBatch(
      @NotNull @Valid PublicationBatch body, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return batches.run(
        who, "publishWishes", headers, body, body.items(), item -> review.publish(who, item));
  }

  @POST
  @Path("/{id}/republish")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.MODERATION_OPEN,
    ProblemType.PERSONAL_DATA_FOUND,
    ProblemType.CONSENT_REQUIRED
  })
  @Operation(
      operationId = "republishWish",
      summary = "Publishes an expired wish for another round",
      description =
          "Allowed for operators of the wish's division. `claimBy` must be in the future and later"
              + " than the previous one. A completion date that has passed is removed. An"
              + " unpublished wish stays off the wall until its public words are amended.")
  public WishReceipt republish(@PathParam("id") Id id, @NotNull @Valid WishRequests.ClaimBy body) {
    return review.republish(
        caller.get(),
        id.value(),
        body.claimBy(),
        Confidential.text(body.reason()),
        body.occurredAt());
  }

  @POST
  @Path("/{id}/amend-public-words")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.PERSONAL_DATA_FOUND,
    ProblemType.CONSENT_REQUIRED
  })
  @Operation(
      operationId = "amendPublicWords",
      summary = "Replaces the public title and summary of a published wish",
      description =
          "Allowed for operators of the wish's division, in every published state, ARCHIVED"
              + " included. The texts are checked as in `publishWish`. If the wish was unpublished,"
              + " it is shown again, unless a consent was withdrawn.")
  public WishReceipt amend(@PathParam("id") Id id, @NotNull @Valid Amendment body) {
    return review.amend(caller.get(), id.value(), body, body.occurredAt());
  }

  @POST
  @Path("/{id}/unpublish")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "unpublishWish",
      summary = "Takes a published wish off the wall",
      description =
          "Allowed for operators of the wish's division, in every published state, ARCHIVED"
              + " included. The public no longer sees the wish (404); its claims continue, and its"
              + " state and figures do not change. `amendPublicWords` shows it again. Refused with"
              + " WISH_STATE_CONFLICT (reason OFF_WALL) if it is already off the wall.")
  public WishReceipt unpublish(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return review.unpublish(
        caller.get(), id.value(), Confidential.text(body.reason()), body.occurredAt());
  }

  @POST
  @Path("/{id}/extend")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "extendWish",
      summary = "Extends the claim-by date of an open wish",
      description =
          "Allowed for operators of the wish's division. The new date must be in the future and"
              + " later than the current one.")
  public WishReceipt extend(@PathParam("id") Id id, @NotNull @Valid WishRequests.ClaimBy body) {
    return closing.extend(
        caller.get(),
        id.value(),
        body.claimBy(),
        Confidential.text(body.reason()),
        body.occurredAt());
  }

  @POST
  @Path("/{id}/close-claiming")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "closeClaiming",
      summary = "Ends claiming before the wish is fully claimed",
      description =
          "Allowed for operators of the wish's division. At least one claim must be active. The"
              + " places or the amount that nobody claimed are recorded in `shortfall`; pending"
              + " claims end.")
  public WishReceipt closeClaiming(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return closing.closeClaiming(
        caller.get(), id.value(), Confidential.text(body.reason()), body.occurredAt());
  }

  @POST
  @Path("/{id}/withdraw")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.WISH_FROZEN})
  @Operation(
      operationId = "withdrawWish",
      summary = "Withdraws a wish",
      description =
          "Allowed for the resident, and for operators of the wish's division, until delivery;"
              + " and for the collector who recorded the wish or took it over, while it is a"
              + " DRAFT, such as a duplicate; and for the partner that created the wish, until"
              + " somebody claims it (WISH_FROZEN). Pending and active claims end, and unspent"
              + " money is released.")
  public WishReceipt withdraw(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return closing.withdraw(
        caller.get(),
        id.value(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/correct")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.PERSONAL_DATA_FOUND,
    ProblemType.COMMITMENT_EXCEEDED
  })
  @Operation(
      operationId = "correctWish",
      summary = "Corrects frozen data of a wish in a new version",
      description =
          "Allowed for operators of the wish's division. `entry` is the ledger entry with the wrong"
              + " value. State, claims and participants do not change; statistics use the corrected"
              + " value. A budget below what is committed and spent is refused"
              + " (COMMITMENT_EXCEEDED). The public texts are checked as in `publishWish`, also"
              + " against corrected personal values.")
  public WishReceipt correct(@PathParam("id") Id id, @NotNull @Valid WishRequests.Correcting body) {
    return corrections.correct(
        caller.get(),
        id.value(),
        body.entry().value(),
        body.values(),
        Confidential.text(body.reason()),
        body.occurredAt());
  }
}
