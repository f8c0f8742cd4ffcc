package org.microwish.wish.command;

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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests;

/** HTTP resource for commands on a whole wish, from draft to withdrawal and correction. */
@Path("/api/v1/wishes")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishResource {

  private final WishDrafting drafting;
  private final WishReview review;
  private final WishClosing closing;
  private final WishCorrections corrections;
  private final CurrentCaller caller;

  WishResource(
      WishDrafting drafting,
      WishReview review,
      WishClosing closing,
      WishCorrections corrections,
      CurrentCaller caller) {
    this.drafting = drafting;
    this.review = review;
    this.closing = closing;
    this.corrections = corrections;
    this.caller = caller;
  }

  @POST
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Creates("/wishes/{wishId}")
  @Operation(
      operationId = "createWish",
      summary = "Puts a wish on record as a draft",
      description =
          "A resident for itself; a collector, operator or partner for somebody in its division.")
  public WishReceipt create(@NotNull @Valid WishDraft draft) {
    return drafting.create(
        caller.get(), draft, EventTime.given(caller.get(), draft.occurredAt()), false);
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.WISH_FROZEN,
    ProblemType.CONSENT_REQUIRED
  })
  @Operation(
      operationId = "editWish",
      summary = "Writes a wish anew, as long as nobody has claimed it",
      description = "Its author in DRAFT and RETURNED; an operator until the first claim.")
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
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CONSENT_REQUIRED})
  @Operation(operationId = "submitWish", summary = "Hands a wish in for review")
  public WishReceipt submit(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return review.submit(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/return")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "returnWish", summary = "Sends a wish back to its author")
  public WishReceipt sendBack(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return review.sendBack(
        caller.get(), id.value(), Confidential.text(body.reason()), body.occurredAt());
  }

  @POST
  @Path("/{id}/reject")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "rejectWish", summary = "Refuses a wish for good")
  public WishReceipt reject(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return review.reject(
        caller.get(), id.value(), Confidential.text(body.reason()), body.occurredAt());
  }

  @POST
  @Path("/{id}/refer")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "referWish", summary = "Hands a wish to another body")
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
    ProblemType.CONSENT_REQUIRED
  })
  @Operation(
      operationId = "publishWish",
      summary = "Puts a wish on the wall",
      description = "The public words must be attested free of personal data.")
  public WishReceipt publish(@PathParam("id") Id id, @NotNull @Valid Publication body) {
    return review.publish(caller.get(), id.value(), body, body.occurredAt());
  }

  @POST
  @Path("/{id}/republish")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CONSENT_REQUIRED})
  @Operation(operationId = "republishWish", summary = "Opens an expired wish for another round")
  public WishReceipt republish(@PathParam("id") Id id, @NotNull @Valid WishRequests.ClaimBy body) {
    return review.republish(caller.get(), id.value(), body.claimBy(), body.occurredAt());
  }

  @POST
  @Path("/{id}/extend")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "extendWish", summary = "Moves the claim-by date of an open wish")
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
      summary = "Ends claiming though something is free",
      description = "At least one claim must be active; what was not taken is recorded.")
  public WishReceipt closeClaiming(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return closing.closeClaiming(
        caller.get(), id.value(), Confidential.text(body.reason()), body.occurredAt());
  }

  @POST
  @Path("/{id}/withdraw")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "withdrawWish",
      summary = "Takes a wish back",
      description =
          "The resident while it is unclaimed; an operator until delivery. Live claims end and"
              + " unspent money is released.")
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
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.COMMITMENT_EXCEEDED})
  @Operation(
      operationId = "correctWish",
      summary = "Puts frozen fields right by a new version",
      description =
          "Names the ledger entry that said it wrongly. State, claims and participants stay;"
              + " statistics follow the corrected value.")
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
