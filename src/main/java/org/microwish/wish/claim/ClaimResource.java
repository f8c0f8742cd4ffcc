package org.microwish.wish.claim;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Separator;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.CountedPageQuery;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.idempotency.Batches;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests;
import org.microwish.wish.lifecycle.ClaimState;

/**
 * HTTP resource for existing claims, from approval to delivery. Longer than 400 lines because most
 * of them are OpenAPI annotations.
 */
@Path("/api/v1/claims")
@Tag(
    name = "claims",
    description =
        "Claims (认领) on wishes. The claimant is the claiming member, or a steward of the claiming"
            + " organisation. What a claimant or participant did offline, an operator of the wish's"
            + " division records late, with `onBehalfOf` and `occurredAt`.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class ClaimResource {

  private final ClaimService claims;
  private final ClaimHandOver handOver;
  private final ClaimReads reads;
  private final Transactions transactions;
  private final Batches batches;
  private final CurrentCaller caller;

  ClaimResource(
      ClaimService claims,
      ClaimHandOver handOver,
      ClaimReads reads,
      Transactions transactions,
      Batches batches,
      CurrentCaller caller) {
    this.claims = claims;
    this.handOver = handOver;
    this.reads = reads;
    this.batches = batches;
    this.transactions = transactions;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Operation(
      operationId = "listOwnClaims",
      summary = "Lists the caller's claims",
      description =
          "A member sees the claims in which it takes part; a steward those of its organisation and"
              + " of the organisation's members. Contact data is not included.")
  @Expensive(with = "count")
  @APIResponseSchema(ClaimPage.class)
  public Page<ClaimView> list(
      @QueryParam("state") @Separator(",") List<ClaimState> states,
      @QueryParam("named")
          @Parameter(
              description =
                  "true: only claims of others, in which a member was named as a participant, or"
                      + " which an organisation's members hold; false: only the caller's own")
          Boolean named,
      @QueryParam("updatedSince")
          @Parameter(description = "Only claims on wishes that changed at this time or later")
          Instant updatedSince,
      @QueryParam("sort") @Parameter(description = "Default: NEWEST") ClaimSort sort,
      @BeanParam CountedPageQuery page) {
    ClaimReads.OwnQuery asked =
        new ClaimReads.OwnQuery(states == null ? List.of() : states, named, updatedSince, sort);
    return transactions.call(() -> reads.ownClaims(caller.get(), asked, page));
  }

  /** Describes a page of claims in the API contract. */
  record ClaimPage(
      List<ClaimView> items,
      String nextCursor,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long total) {}

  @GET
  @Path("/{id}")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "getClaim",
      summary = "Reads a claim",
      description =
          "Allowed for the claimant and participants, the resident, the wish's partner, and the"
              + " collectors, operators and auditors of the wish's division. `contact`, the"
              + " resident's unmasked contact data, is included only for the claimant and"
              + " participants, and only while the claim is ACTIVE.")
  public ClaimView get(@PathParam("id") Id id) {
    return transactions.call(() -> reads.claim(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/approve")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.CLAIMING_CLOSED,
    ProblemType.WISH_FULL,
    ProblemType.BUDGET_EXCEEDED
  })
  @Operation(
      operationId = "approveClaim",
      summary = "Approves a pending claim",
      description =
          "Allowed for operators of the wish's division. The claim becomes ACTIVE. Refused if no"
              + " place is free (WISH_FULL) or the pledge exceeds the free part of the budget"
              + " (BUDGET_EXCEEDED).")
  public WishReceipt approve(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return claims.approve(caller.get(), id.value(), Requests.Plain.timeOf(body));
  }

  /**
   * The claims to approve.
   *
   * @param claims the ids of PENDING claims
   */
  @Schema(name = "ApprovalBatch", description = "Pending claims to approve, in this order.")
  public record Approvals(
      @NotNull @Size(min = 1, max = Batches.MOST) List<@NotNull Id> claims, Instant occurredAt) {}

  /** Describes the results of a batch in the API contract. */
  record ClaimBatch(List<Outcome> items) {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
        name = "ClaimBatchOutcome",
        description =
            "The result of one claim of a batch: the receipt of its command, or the problem with"
                + " which it was refused, without `instance` and `requestId`.")
    record Outcome(
        @Schema(required = true) int index, WishReceipt receipt, Map<String, Object> problem) {}
  }

  @POST
  @Path("/approve-batch")
  @RolesAllowed(Role.Name.OPERATOR)
  @Expensive
  @Problems({ProblemType.IDEMPOTENCY_KEY_REQUIRED, ProblemType.IDEMPOTENCY_KEY_REUSED})
  @Operation(
      operationId = "approveClaims",
      summary = "Approves up to 100 pending claims",
      description =
          "Each claim is an `approveClaim` of its own, with its own ledger entry, in the given"
              + " order: `items` has a receipt or a problem for each. A repeat with the same key,"
              + " also after a crash in the middle, approves nothing twice: it answers the accepted"
              + " claims as before and decides the others anew. Repeat after a lost response:"
              + " `getIdempotentAnswer` does not know batches.")
  @APIResponseSchema(ClaimBatch.class)
  public Batches.Result approveBatch(@NotNull @Valid Approvals body, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return batches.run(
        who,
        "approveClaims",
        headers,
        body,
        body.claims(),
        id -> claims.approve(who, id.value(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/decline")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "declineClaim",
      summary = "Declines a pending claim",
      description =
          "Allowed for operators of the wish's division. The claim becomes DECLINED, which is"
              + " final.")
  public WishReceipt decline(@PathParam("id") Id id, @NotNull @Valid WishRequests.Ending body) {
    return claims.decline(
        by(body.onBehalfOf()),
        id.value(),
        body.reason().reason(),
        Confidential.text(body.note()),
        body.occurredAt());
  }

  @POST
  @Path("/{id}/release")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "releaseClaim",
      summary = "Gives up a claim",
      description =
          "Allowed for the claimant, while the claim is PENDING or ACTIVE and not delivered. Its"
              + " place and unspent money become available again.")
  public WishReceipt release(@PathParam("id") Id id, @NotNull @Valid WishRequests.Ending body) {
    return claims.release(
        by(body.onBehalfOf()),
        id.value(),
        body.reason().reason(),
        Confidential.text(body.note()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/revoke")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "revokeClaim",
      summary = "Revokes an active claim",
      description =
          "Allowed for operators of the wish's division, before delivery. The claim's place and"
              + " unspent money become available again.")
  public WishReceipt revoke(@PathParam("id") Id id, @NotNull @Valid WishRequests.Ending body) {
    return claims.revoke(
        by(body.onBehalfOf()),
        id.value(),
        body.reason().reason(),
        Confidential.text(body.note()),
        body.occurredAt());
  }

  @POST
  @Path("/{id}/extend")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.REASON_REQUIRED
  })
  @Operation(
      operationId = "extendClaim",
      summary = "Extends a claim's completion date",
      description =
          "Allowed for operators of the wish's division, while the claim is ACTIVE and not"
              + " delivered. The new date must be in the future and later than the current one. The"
              + " first extension needs no reason; every further one does (REASON_REQUIRED).")
  public WishReceipt extend(@PathParam("id") Id id, @NotNull @Valid WishRequests.Extension body) {
    return claims.extend(
        caller.get(),
        id.value(),
        body.completeBy(),
        Confidential.text(body.reason()),
        body.occurredAt());
  }

  @POST
  @Path("/{id}/pledges")
  @Tag(name = "funding")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Creates("/claims/{id}")
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.REASON_REQUIRED,
    ProblemType.BUDGET_EXCEEDED
  })
  @Operation(
      operationId = "addPledge",
      summary = "Pledges a further amount",
      description =
          "Allowed for the claimant, while the claim is ACTIVE and not delivered. The form must not"
              + " be PUBLIC_FUNDS. An amount above the free part of the budget is refused with"
              + " BUDGET_EXCEEDED, whose `free` is that part in yuan.")
  public WishReceipt pledge(@PathParam("id") Id id, @NotNull @Valid WishRequests.Pledge body) {
    return claims.pledge(
        by(body.onBehalfOf()),
        id.value(),
        WishRequests.positive(body.amount(), "/amount"),
        body.form(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @PUT
  @Path("/{id}/participants")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.REASON_REQUIRED,
    ProblemType.ALREADY_CLAIMED
  })
  @Operation(
      operationId = "replaceParticipants",
      summary = "Replaces the participants of a claim",
      description =
          "Allowed for the claimant, until delivery. Participants are active members of the"
              + " claiming organisation (for a member's claim: of that member's organisation) or of"
              + " any organisation below it. The claiming member always takes part. Refused with"
              + " ALREADY_CLAIMED for members who take part in another live claim of the wish, and"
              + " with VALIDATION_FAILED (reason DECLINED) for members who have declined to take"
              + " part in a claim of the wish.")
  public WishReceipt replaceParticipants(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.Participants body) {
    return claims.changeParticipants(
        by(body.onBehalfOf()),
        id.value(),
        body.members(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/hand-over")
  @RolesAllowed({Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.ALREADY_CLAIMED,
    ProblemType.NOT_ELIGIBLE,
    ProblemType.BARRED_AFTER_LAPSE,
    ProblemType.CLAIM_LIMIT_REACHED
  })
  @Operation(
      operationId = "handOverClaim",
      summary = "Hands a claim over to another member or organisation",
      description =
          "Allowed for the steward of the claim's organisation, and for operators of the wish's or"
              + " the organisation's division, until delivery: who delivered stays. With"
              + " `memberId`, a member's claim goes to another active member of the same"
              + " organisation, who must be able to claim the wish; the former claimant leaves and"
              + " is kept in `formerParticipants`. With `organisationId`, for operators only, a"
              + " member's claim follows the member to the organisation to which it moved, or the"
              + " claim of a dissolved organisation goes to another one. Progress, deadlines and"
              + " money stay with the claim.")
  public WishReceipt handOver(@PathParam("id") Id id, @NotNull @Valid WishRequests.HandOver body) {
    Instant at = EventTime.given(caller.get(), body.occurredAt());
    String reason = Confidential.text(body.reason());
    if ((body.memberId() == null) == (body.organisationId() == null)) {
      throw ProblemException.invalid(
          "/memberId", body.memberId() == null ? FieldFault.REQUIRED : FieldFault.NOT_ALLOWED);
    }
    return body.memberId() == null
        ? handOver.toOrganisation(
            caller.get(), id.value(), body.organisationId().value(), reason, at)
        : handOver.toMember(caller.get(), id.value(), body.memberId().value(), reason, at);
  }

  @POST
  @Path("/{id}/decline-participation")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "declineParticipation",
      summary = "Ends the caller's participation in a claim",
      description =
          "Allowed for participants whom a colleague has named, until delivery; `named=true` of the"
              + " list of claims shows them. The caller's place becomes free, also for another"
              + " claim of the same wish; nobody can name the caller for this wish again, until the"
              + " caller allows it (`allowParticipation`). A claiming member releases the claim"
              + " instead.")
  public WishReceipt declineParticipation(
      @PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return claims.declineParticipation(caller.get(), id.value(), null);
  }

  @POST
  @Path("/{id}/allow-participation")
  @RolesAllowed(Role.Name.MEMBER)
  @Operation(
      operationId = "allowParticipation",
      summary = "Lets others name the caller again for the wish of a claim",
      description =
          "Undoes the effect of `declineParticipation` on the future: claimants may name the caller again. Changes nothing if the caller has not declined, so it needs no Idempotency-Key. The ledger has no entry for this operation, only for a claim that names the caller.")
  @APIResponse(responseCode = "204", description = "The caller may be named")
  public void allowParticipation(@PathParam("id") Id id) {
    transactions.run(() -> claims.allowParticipation(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/contact")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.REASON_REQUIRED
  })
  @Operation(
      operationId = "recordContact",
      summary = "Records that the resident was contacted",
      description =
          "Allowed for the claimant and participants, once, while the claim is ACTIVE and not"
              + " delivered. A claim lapses at `contactBy` if no contact, no visit (`recordAssessment`) and"
              + " no start of the work was recorded before.")
  public WishReceipt contact(
      @PathParam("id") Id id, @OptionalBody @Valid WishRequests.OptionallyNoted body) {
    WishRequests.OptionallyNoted given = WishRequests.OptionallyNoted.of(body);
    return claims.contact(
        by(given.onBehalfOf()),
        id.value(),
        Confidential.text(given.note()),
        EventTime.given(caller.get(), given.occurredAt()));
  }

  @POST
  @Path("/{id}/start")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.REASON_REQUIRED
  })
  @Operation(
      operationId = "startClaim",
      summary = "Records the start of the work",
      description =
          "Allowed for the claimant and participants, once, while the claim is ACTIVE and not"
              + " delivered. A claim whose work has not started by `completeBy` lapses.")
  public WishReceipt start(
      @PathParam("id") Id id, @OptionalBody @Valid WishRequests.OptionallyNoted body) {
    WishRequests.OptionallyNoted given = WishRequests.OptionallyNoted.of(body);
    return claims.start(
        by(given.onBehalfOf()),
        id.value(),
        Confidential.text(given.note()),
        EventTime.given(caller.get(), given.occurredAt()));
  }

  @POST
  @Path("/{id}/assess")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.REASON_REQUIRED
  })
  @Operation(
      operationId = "recordAssessment",
      summary = "Records a visit before the work and its findings",
      description =
          "Allowed for the claimant and participants, as often as needed while the claim is ACTIVE"
              + " and not delivered.")
  public WishReceipt assess(@PathParam("id") Id id, @NotNull @Valid WishRequests.Noted body) {
    return claims.assess(
        by(body.onBehalfOf()),
        id.value(),
        Confidential.text(body.note()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/progress")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.REASON_REQUIRED
  })
  @Operation(
      operationId = "recordProgress",
      summary = "Records progress of the work",
      description =
          "Allowed for the claimant and participants, as often as needed while the claim is ACTIVE"
              + " and not delivered.")
  public WishReceipt progress(@PathParam("id") Id id, @NotNull @Valid WishRequests.Noted body) {
    return claims.progress(
        by(body.onBehalfOf()),
        id.value(),
        Confidential.text(body.note()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/deliver")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.REASON_REQUIRED,
    ProblemType.COMMITMENT_EXCEEDED
  })
  @Operation(
      operationId = "deliverClaim",
      summary = "Records a complete or partial delivery and its cost",
      description =
          "Allowed for the claimant, while the claim is ACTIVE and not delivered. The cost in each"
              + " form must not exceed what the claim has committed in that form"
              + " (COMMITMENT_EXCEEDED). A complete delivery releases the rest.")
  public WishReceipt deliver(@PathParam("id") Id id, @NotNull @Valid WishRequests.Delivery body) {
    return claims.deliver(
        by(body.onBehalfOf()),
        id.value(),
        body.coversAll(),
        body.spentByForm(),
        Confidential.text(body.note()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  private Caller by(WishRequests.OnBehalfOf party) {
    return WishRequests.OnBehalfOf.acting(caller.get(), party);
  }
}
