package org.microwish.wish.command;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishReceipt;

/** HTTP resource for consents of guardians. */
@Path("/api/v1/wishes/{id}")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class ConsentResource {

  private final WishConsents consents;
  private final WishReads reads;
  private final Transactions transactions;
  private final CurrentCaller caller;

  ConsentResource(
      WishConsents consents, WishReads reads, Transactions transactions, CurrentCaller caller) {
    this.consents = consents;
    this.reads = reads;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** The consents to one wish. */
  public record ConsentList(List<ConsentView> items) {}

  @POST
  @Path("/consents")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Creates("/wishes/{id}/consents")
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.PERSONAL_DATA_ERASED})
  @Operation(
      operationId = "recordConsent",
      summary = "Records a guardian's consent",
      description =
          "A wish about a minor under 14 or another sensitive person is neither handed in nor"
              + " published without it. It also marks a wish that was not marked before.")
  public WishReceipt record(@PathParam("id") Id id, @NotNull @Valid ConsentDraft draft) {
    return consents.record(
        caller.get(), id.value(), draft, EventTime.given(caller.get(), draft.occurredAt()));
  }

  @POST
  @Path("/withdraw-consent")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.ALREADY_ENDED})
  @Operation(
      operationId = "withdrawConsent",
      summary = "Takes a guardian's consent back",
      description =
          "What is not delivered yet is withdrawn, with its live claims. What is done leaves the wall"
              + " at once, and is erased as soon as its life has ended.")
  public WishReceipt withdraw(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return consents.withdraw(
        caller.get(),
        id.value(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
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
    return transactions.call(
        () -> new ConsentList(reads.consents(reads.requireInside(caller.get(), id.value()))));
  }
}
