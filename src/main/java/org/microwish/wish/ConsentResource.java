package org.microwish.wish;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
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
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** Consents of guardians over HTTP. */
@Path("/api/v1/wishes/{id}")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class ConsentResource {

  @Inject WishConsents consents;
  @Inject WishReads reads;
  @Inject Commands commands;
  @Inject CurrentCaller caller;
  @Inject Transactions transactions;
  @Context HttpHeaders headers;

  /** The consents to one wish. */
  public record ConsentList(List<ConsentView> items) {}

  @POST
  @Path("/consents")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.PERSONAL_DATA_ERASED})
  @Operation(
      operationId = "recordConsent",
      summary = "Records a guardian's consent",
      description =
          "A wish about a minor under 14 or another sensitive person is neither handed in nor"
              + " published without it. It also marks a wish that was not marked before.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response record(@PathParam("id") Id id, @NotNull @Valid ConsentDraft draft) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, draft.occurredAt());
    return commands.create(
        who,
        "recordConsent",
        headers,
        WishResource.request(id, draft),
        () ->
            Answer.created(
                "/wishes/" + id + "/consents", consents.record(who, id.value(), draft, at)));
  }

  @POST
  @Path("/withdraw-consent")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.OPERATOR})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.ALREADY_ENDED})
  @Operation(
      operationId = "withdrawConsent",
      summary = "Takes a guardian's consent back",
      description =
          "What is not delivered yet is withdrawn, with its live claims. What is done leaves the"
              + " wall at once, and is erased as soon as its life has ended.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response withdraw(@PathParam("id") Id id, @NotNull @Valid WishRequests.Reasoned body) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, body.occurredAt());
    return commands.run(
        who,
        "withdrawConsent",
        headers,
        WishResource.request(id, body),
        () -> Answer.ok(consents.withdraw(who, id.value(), body.reason(), at)));
  }

  @GET
  @Path("/consents")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "listConsents",
      summary = "Lists the consents to a wish, oldest first",
      description = "For its resident, its partner and the staff of its division.")
  public ConsentList list(@PathParam("id") Id id) {
    Caller who = caller.get();
    return transactions.call(
        () -> new ConsentList(reads.consents(reads.requireInside(who, id.value()))));
  }
}
