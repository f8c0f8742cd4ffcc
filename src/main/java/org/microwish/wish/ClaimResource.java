package org.microwish.wish;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/** Claims over HTTP: everything between the request and the end of one. */
@Path("/api/v1/claims")
@Tag(name = "claims")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class ClaimResource {

  @Inject ClaimService service;
  @Inject WishReads reads;
  @Inject CurrentCaller caller;
  @Inject Commands commands;
  @Inject Transactions transactions;
  @Context HttpHeaders headers;

  @GET
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Operation(
      operationId = "listOwnClaims",
      summary = "Lists the caller's claims, newest first",
      description =
          "A member: those it takes part in. A steward: those of the organisation and its members.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ClaimPage.class)))
  public Response list(
      @QueryParam("state") List<ClaimState> states,
      @BeanParam PageQuery page,
      @Context UriInfo uri) {
    Caller who = caller.get();
    List<ClaimState> asked = states == null ? List.of() : states;
    Filters filters = Filters.of("state", asked);
    Long before = page.after(filters).map(cursor -> cursor.number(0)).orElse(null);
    return transactions.call(
        () -> {
          Page<Claim> shown =
              Page.of(
                  reads.ownClaims(who, asked, before, page),
                  page,
                  filters,
                  claim -> claim,
                  claim -> Cursor.at(claim.id));
          return Responses.page(
              uri, new Page<>(reads.claimViews(shown.items()), shown.nextCursor()));
        });
  }

  /** For the contract: a page of claims. */
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
    Caller who = caller.get();
    return transactions.call(() -> reads.claim(who, id.value()));
  }

  @POST
  @Path("/{id}/approve")
  @RolesAllowed(Role.Name.OPERATOR)
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
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response approve(@PathParam("id") Id id, @OptionalBody @Valid WishRequests.Plain body) {
    Caller who = caller.get();
    Instant at = body == null ? null : body.occurredAt();
    return run("approveClaim", id, body, () -> service.approve(who, id.value(), at));
  }

  @POST
  @Path("/{id}/decline")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(operationId = "declineClaim", summary = "Turns a waiting claim down")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response decline(@PathParam("id") Id id, @NotNull @Valid WishRequests.Ending body) {
    Caller who = caller.get();
    return run(
        "declineClaim",
        id,
        body,
        () ->
            service.decline(
                who, id.value(), body.reason().reason(), body.note(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/release")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "releaseClaim",
      summary = "Gives a claim up",
      description = "Its place and its unspent money go back. Not after delivery.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response release(@PathParam("id") Id id, @NotNull @Valid WishRequests.Ending body) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, body.occurredAt());
    return run(
        "releaseClaim",
        id,
        body,
        () -> service.release(who, id.value(), body.reason().reason(), body.note(), at));
  }

  @POST
  @Path("/{id}/revoke")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(operationId = "revokeClaim", summary = "Takes a claim away")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response revoke(@PathParam("id") Id id, @NotNull @Valid WishRequests.Ending body) {
    Caller who = caller.get();
    return run(
        "revokeClaim",
        id,
        body,
        () ->
            service.revoke(
                who, id.value(), body.reason().reason(), body.note(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/extend")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.REASON_REQUIRED
  })
  @Operation(
      operationId = "extendClaim",
      summary = "Moves a claim's completion date",
      description = "Once by rule; again with a reason.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response extend(@PathParam("id") Id id, @NotNull @Valid WishRequests.Extension body) {
    Caller who = caller.get();
    return run(
        "extendClaim",
        id,
        body,
        () -> service.extend(who, id.value(), body.completeBy(), body.reason(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/pledges")
  @Tag(name = "funding")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.BUDGET_EXCEEDED
  })
  @Operation(
      operationId = "pledge",
      summary = "Pledges more",
      description = "More than the budget has free is refused with the amount still free.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response pledge(@PathParam("id") Id id, @NotNull @Valid WishRequests.Amount body) {
    Caller who = caller.get();
    Money amount = WishRequests.positive(body.amount(), "/amount");
    return commands.create(
        who,
        "pledge",
        headers,
        WishResource.request(id, body),
        () ->
            Answer.created(
                "/claims/" + id, service.pledge(who, id.value(), amount, body.form(), null)));
  }

  @PUT
  @Path("/{id}/participants")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "replaceParticipants",
      summary = "Says anew who takes part in a claim",
      description =
          "Active members of the claiming organisation or one below it; for a member's claim, of"
              + " its own organisation. The claiming member always takes part. Until delivery.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response replaceParticipants(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.Participants body) {
    Caller who = caller.get();
    List<Long> members = new ArrayList<>(WishRequests.set(body.participants(), "/participants"));
    return run(
        "replaceParticipants",
        id,
        body,
        () -> service.changeParticipants(who, id.value(), members, null));
  }

  @POST
  @Path("/{id}/contact")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "contact",
      summary = "Records that the claimant has spoken with the resident")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response contact(
      @PathParam("id") Id id, @OptionalBody @Valid WishRequests.OptionallyNoted body) {
    return noted("contact", id, body, service::contact);
  }

  @POST
  @Path("/{id}/assess")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(
      operationId = "assess",
      summary = "Records the claimant's visit before the work, and what it found")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response assess(@PathParam("id") Id id, @NotNull @Valid WishRequests.Noted body) {
    return noted("assess", id, optional(body), service::assess);
  }

  @POST
  @Path("/{id}/start")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(operationId = "start", summary = "Records that the work has begun")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response start(
      @PathParam("id") Id id, @OptionalBody @Valid WishRequests.OptionallyNoted body) {
    return noted("start", id, body, service::start);
  }

  @POST
  @Path("/{id}/progress")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CLAIM_STATE_CONFLICT})
  @Operation(operationId = "recordProgress", summary = "Records how the work goes")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response progress(@PathParam("id") Id id, @NotNull @Valid WishRequests.Noted body) {
    return noted("recordProgress", id, optional(body), service::progress);
  }

  private static WishRequests.OptionallyNoted optional(WishRequests.Noted body) {
    return new WishRequests.OptionallyNoted(body.note(), body.occurredAt());
  }

  private interface NotedCommand {
    WishReceipt run(Caller caller, long claimId, String note, Instant at);
  }

  private Response noted(
      String operation, Id id, WishRequests.OptionallyNoted body, NotedCommand command) {
    Caller who = caller.get();
    String note = body == null ? null : body.note();
    Instant at = LateRecord.at(who, body == null ? null : body.occurredAt());
    return run(operation, id, body, () -> command.run(who, id.value(), note, at));
  }

  @POST
  @Path("/{id}/deliver")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
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
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response deliver(@PathParam("id") Id id, @NotNull @Valid WishRequests.Delivery body) {
    Caller who = caller.get();
    Map<Form, Money> spent = new EnumMap<>(Form.class);
    List<WishRequests.Amount> costs = body.spent() == null ? List.of() : body.spent();
    for (int i = 0; i < costs.size(); i++) {
      WishRequests.Amount cost = costs.get(i);
      if (spent.put(cost.form(), cost.amount()) != null) {
        throw ProblemException.invalid("/spent/" + i + "/form", FieldFault.DUPLICATE);
      }
    }
    boolean whole = !Boolean.TRUE.equals(body.partial());
    return run(
        "deliver",
        id,
        body,
        () -> service.deliver(who, id.value(), whole, spent, body.note(), null));
  }

  private Response run(String operation, Id id, Object body, Supplier<WishReceipt> command) {
    return commands.run(
        caller.get(),
        operation,
        headers,
        WishResource.request(id, body),
        () -> Answer.ok(command.get()));
  }
}
