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

/**
 * HTTP resource for consents to the handling of a sensitive person's data, by the person or a
 * guardian.
 */
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
      summary = "Records a consent of the person concerned or of a guardian",
      description =
          "Allowed for the resident, the wish's partner, and collectors and operators of the"
              + " wish's division, until the wish is fulfilled, rejected, referred or withdrawn."
              + " A wish about a minor under 14 or another sensitive person can be neither"
              + " submitted nor published without a consent. Recording a consent also marks an"
              + " unmarked wish as sensitive. A consent to be photographed (PHOTO) or named"
              + " (NAME) can be recorded in every state; with one to be named, a thank-you may"
              + " contain the resident's name.")
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
      summary = "Withdraws the consents recorded for a wish",
      description =
          "Allowed for the resident and operators of the wish's division. A wish that is not"
              + " delivered yet is withdrawn, and its pending and active claims end. In every state"
              + " the wish leaves the wall at once, and its personal data is erased as soon as the"
              + " wish has ended. Refused with ALREADY_ENDED if there is no consent to withdraw.")
  public WishReceipt withdraw(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return consents.withdraw(
        caller.get(),
        id.value(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/consents/{consent}/withdraw")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.OPERATOR})
  @Idempotent
  @Problems(ProblemType.ALREADY_ENDED)
  @Operation(
      operationId = "withdrawPublicConsent",
      summary = "Withdraws one consent to be photographed or named",
      description =
          "Allowed for the resident and operators of the wish's division. A published thank-you"
              + " that names the resident is taken down at once. Refused with ALREADY_ENDED if there"
              + " is no such consent in force. `withdrawConsent` withdraws the consent to the"
              + " handling of the data, and with it all others.")
  public WishReceipt withdrawOne(
      @PathParam("id") Id id,
      @PathParam("consent") Id consent,
      @NotNull @Valid Requests.Reasoned body) {
    return consents.withdrawOne(
        caller.get(), id.value(), consent.value(), Confidential.text(body.reason()));
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
      summary = "Lists the consents recorded for a wish, oldest first",
      description =
          "Allowed for the resident, the wish's partner, and the collectors, operators and auditors"
              + " of the wish's division. Names are masked.")
  public ConsentList list(@PathParam("id") Id id) {
    return transactions.call(
        () -> new ConsentList(reads.consents(reads.requireInside(caller.get(), id.value()))));
  }
}
