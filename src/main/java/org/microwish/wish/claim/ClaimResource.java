package org.microwish.wish.claim;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests;
import org.microwish.wish.lifecycle.ClaimState;

/** HTTP resource for existing claims, from approval to delivery. */
@Path("/api/v1/claims")
@Tag(name = "claims")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class ClaimResource {

  private final ClaimService claims;
  private final ClaimReads reads;
  private final Transactions transactions;
  private final CurrentCaller caller;

  ClaimResource(
      ClaimService claims, ClaimReads reads, Transactions transactions, CurrentCaller caller) {
    this.claims = claims;
    this.reads = reads;
    this.transactions = transactions;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Operation(
      operationId = "listOwnClaims",
      summary = "Lists the caller's claims, newest first",
      description =
          "A member: those it takes part in. A steward: those of the organisation and its members.")
  @APIResponseSchema(ClaimPage.class)
  public Page<ClaimView> list(
      @QueryParam("state") List<ClaimState> states, @BeanParam PageQuery page) {
    return transactions.call(
        () -> reads.ownClaims(caller.get(), states == null ? List.of() : states, page));
  }

  /** Describes a page of claims in the API contract. */
  record ClaimPage(List<ClaimView> items, String nextCursor) {}

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
      description = "`contact` is there for its claimant and participants while it is active.")
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
      summary = "Makes a waiting claim active, if there is still room")
  public WishReceipt approve(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return claims.approve(caller.get(), id.value(), Requests.Plain.timeOf(body));
  }

  @POST
  @Path("/{id}/decline")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(operationId = "declineClaim", summary = "Turns a waiting claim down")
  public WishReceipt decline(@PathParam("id") Id id, @NotNull @Valid WishRequests.Ending body) {
    return claims.decline(
        caller.get(),
        id.value(),
        body.reason().reason(),
        Confidential.text(body.note()),
        body.occurredAt());
  }

  @POST
  @Path("/{id}/release")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "releaseClaim",
      summary = "Gives a claim up",
      description = "Its place and its unspent money go back. Not after delivery.")
  public WishReceipt release(@PathParam("id") Id id, @NotNull @Valid WishRequests.Ending body) {
    return claims.release(
        caller.get(),
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
  @Operation(operationId = "revokeClaim", summary = "Takes a claim away")
  public WishReceipt revoke(@PathParam("id") Id id, @NotNull @Valid WishRequests.Ending body) {
    return claims.revoke(
        caller.get(),
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
      summary = "Moves a claim's completion date",
      description = "Once by rule; again with a reason.")
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
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Creates("/claims/{id}")
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.BUDGET_EXCEEDED
  })
  @Operation(
      operationId = "pledge",
      summary = "Pledges more",
      description = "More than the budget has free is refused with the amount still free.")
  public WishReceipt pledge(@PathParam("id") Id id, @NotNull @Valid WishRequests.Amount body) {
    return claims.pledge(
        caller.get(),
        id.value(),
        WishRequests.positive(body.amount(), "/amount"),
        body.form(),
        null);
  }

  @PUT
  @Path("/{id}/participants")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "replaceParticipants",
      summary = "Says anew who takes part in a claim",
      description =
          "Active members of the claiming organisation or one below it; for a member's claim, of"
              + " its own organisation. The claiming member always takes part. Until delivery.")
  public WishReceipt replaceParticipants(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.Participants body) {
    return claims.changeParticipants(caller.get(), id.value(), body.members(), null);
  }

  @POST
  @Path("/{id}/contact")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "contact",
      summary = "Records that the claimant has spoken with the resident")
  public WishReceipt contact(
      @PathParam("id") Id id, @OptionalBody @Valid WishRequests.OptionallyNoted body) {
    return claims.contact(
        caller.get(), id.value(), WishRequests.OptionallyNoted.noteOf(body), late(body));
  }

  @POST
  @Path("/{id}/start")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(operationId = "start", summary = "Records that the work has begun")
  public WishReceipt start(
      @PathParam("id") Id id, @OptionalBody @Valid WishRequests.OptionallyNoted body) {
    return claims.start(
        caller.get(), id.value(), WishRequests.OptionallyNoted.noteOf(body), late(body));
  }

  @POST
  @Path("/{id}/assess")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "assess",
      summary = "Records the claimant's visit before the work, and what it found")
  public WishReceipt assess(@PathParam("id") Id id, @NotNull @Valid WishRequests.Noted body) {
    return claims.assess(
        caller.get(),
        id.value(),
        Confidential.text(body.note()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/progress")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(operationId = "recordProgress", summary = "Records how the work goes")
  public WishReceipt progress(@PathParam("id") Id id, @NotNull @Valid WishRequests.Noted body) {
    return claims.progress(
        caller.get(),
        id.value(),
        Confidential.text(body.note()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/deliver")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.COMMITMENT_EXCEEDED
  })
  @Operation(
      operationId = "deliver",
      summary = "Records a delivery, whole or partial, and what it cost",
      description =
          "What was spent in a form is at most what is committed in it; a whole delivery releases"
              + " the rest.")
  public WishReceipt deliver(@PathParam("id") Id id, @NotNull @Valid WishRequests.Delivery body) {
    return claims.deliver(
        caller.get(),
        id.value(),
        body.coversAll(),
        body.spentByForm(),
        Confidential.text(body.note()),
        null);
  }

  private Instant late(WishRequests.OptionallyNoted body) {
    return body == null ? null : EventTime.given(caller.get(), body.occurredAt());
  }
}
