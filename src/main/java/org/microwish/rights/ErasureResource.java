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
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** HTTP resource for erasures. */
@Path("/api/v1/erasures")
@Tag(name = "rights", description = "What people may demand of what is kept about them")
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
  @Schema(name = "ErasureRequest", description = "What is to be erased, and why.")
  public record Request(@NotNull @Valid SubjectRef subject, @NotNull ErasureReason reason) {}

  /** What was erased. */
  @Schema(name = "Erasure", description = "What was erased; nothing brings it back.")
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
  @Operation(
      operationId = "eraseSubject",
      summary = "Erases what is kept of a person",
      description =
          "By the person itself, or by the operator or administrator of its division on request"
              + " (PIPL art. 47). Destroys values, the openings of commitments, pseudonyms and"
              + " evidence files; the ledger's leaves, proofs and figures stay. Whatever is not over"
              + " yet must be withdrawn, released or ended first.")
  @APIResponseSchema(
      value = ErasureView.class,
      responseCode = "201",
      responseDescription = "Erased")
  public Response erase(@NotNull @Valid Request request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    if (request.reason() == ErasureReason.RETENTION || request.reason() == ErasureReason.REPLAY) {
      throw ProblemException.invalid("/reason", FieldFault.NOT_ALLOWED);
    }
    // Calls Commands itself: the list outside the database is written after the commit, on a repeat
    // too.
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
    // Written before the response, so that no confirmed erasure is missing from the list.
    erasures.list();
    return answer;
  }
}
