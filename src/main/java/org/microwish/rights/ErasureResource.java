package org.microwish.rights;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.StepUp;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** HTTP resource for erasures. */
@Path("/api/v1/erasures")
@Tag(
    name = "rights",
    description = "The rights of people over their personal data: export, erasure and legal holds")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ErasureResource {

  private final Erasures erasures;
  private final Commands commands;
  private final CurrentCaller caller;

  ErasureResource(Erasures erasures, Commands commands, CurrentCaller caller) {
    this.erasures = erasures;
    this.commands = commands;
    this.caller = caller;
  }

  /** A request to erase a subject. */
  @Schema(name = "ErasureRequest", description = "The subject to erase, and the reason.")
  public record Request(@NotNull @Valid SubjectRef subject, @NotNull ErasureReason reason) {}

  /** The response to an erasure: the subjects that were erased. */
  @Schema(
      name = "Erasure",
      description = "The subjects that were erased. An erasure cannot be undone.")
  public record ErasureView(
      @Schema(required = true) List<SubjectRef> subjects,
      @Schema(required = true) Instant erasedAt,
      @Schema(required = true) LedgerReceipt ledger) {

    static ErasureView of(Erasures.Erased erased) {
      return new ErasureView(erased.subjects(), erased.erasedAt(), erased.ledger());
    }
  }

  @POST
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.MEMBER, Role.Name.OPERATOR, Role.Name.ADMINISTRATOR})
  @Problems({
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.NOT_FOUND,
    ProblemType.SUBJECT_STILL_OPEN,
    ProblemType.UNDER_LEGAL_HOLD
  })
  @Audited(SecurityEvent.ERASURE)
  @StepUp
  @Operation(
      operationId = "eraseSubject",
      summary = "Erases personal data",
      description =
          "For the person, and on the person's request for operators and administrators of the"
              + " division (PIPL art. 47). An account can be erased only by its owner or by an"
              + " administrator of all divisions. Destroys the values, the openings of commitments,"
              + " pseudonyms and evidence files; the leaves, proofs and figures of the ledger stay."
              + " Refused with SUBJECT_STILL_OPEN until open records are withdrawn, released or"
              + " ended. The reasons RETENTION and REPLAY are only for the service itself.")
  @APIResponseSchema(
      value = ErasureView.class,
      responseCode = "201",
      responseDescription = "The subjects that were erased")
  public Response erase(@NotNull @Valid Request request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    if (request.reason() == ErasureReason.RETENTION || request.reason() == ErasureReason.REPLAY) {
      throw ProblemException.invalid("/reason", FieldFault.NOT_ALLOWED);
    }
    // Calls Commands instead of using @Creates: the list of erasures must be written after the
    // commit, even if the request repeats a committed command.
    Response answer =
        commands.create(
            who,
            "eraseSubject",
            headers,
            request,
            () -> {
              ErasureView done =
                  ErasureView.of(erasures.erase(who, request.subject(), request.reason()));
              return Answer.created("/ledger/entries/" + done.ledger().entryId(), done);
            });
    // Writes the list before the response, so that no confirmed erasure is missing from the list.
    erasures.list();
    return answer;
  }
}
