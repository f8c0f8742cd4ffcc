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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.StepUp;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.limits.Limited;
import org.microwish.privacy.ReadPurpose;
import org.microwish.privacy.ReadRequest;
import org.microwish.privacy.StatedPurpose;
import org.microwish.privacy.Subject;
import org.microwish.problem.ProblemType;

/** HTTP resource for exports by staff, for people who cannot export their data themselves. */
@Path("/api/v1/personal-exports")
@Tag(name = "rights")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ExportResource {

  private final Exports exports;
  private final Commands commands;
  private final CurrentCaller caller;

  ExportResource(Exports exports, Commands commands, CurrentCaller caller) {
    this.exports = exports;
    this.commands = commands;
    this.caller = caller;
  }

  /**
   * A request to export the data of one wish, member or group, with the purpose.
   *
   * @param words the reason in words, such as how the person asked; stored in the vault
   */
  @Schema(name = "PersonalExportRequest")
  public record Request(
      @NotNull Holds.Holdable type,
      @NotNull Id id,
      @NotNull ReadPurpose purpose,
      @Text(max = 500, lines = true) Confidential words)
      implements StatedPurpose {}

  @POST
  @Expensive(Expensive.Kind.DOWNLOAD)
  @Limited(Limited.To.UNMASKING)
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.NOT_FOUND,
    ProblemType.PERSONAL_DATA_ERASED,
    ProblemType.UNDER_LEGAL_HOLD
  })
  @Audited(SecurityEvent.UNMASKING)
  @StepUp
  @Operation(
      operationId = "exportPersonalData",
      summary = "Exports the personal data of a person who cannot do it alone",
      description =
          "For operators of the division, who must give a purpose; for example for a resident"
              + " without a telephone. Returns the personal data of one wish, member or group in"
              + " clear. The ledger records each export. A repeat within 10 minutes returns the"
              + " data again, a later one only the receipt.")
  @APIResponseSchema(
      value = Exports.Document.class,
      responseCode = "201",
      responseDescription = "The personal data")
  public Response export(@NotNull @Valid Request request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    Subject subject = request.type().of(request.id().value());
    // Calls Commands instead of using @Creates: the values must not be stored with the idempotency
    // key.
    Response recorded =
        commands.create(
            who,
            "exportPersonalData",
            headers,
            request,
            () ->
                exports.recordFor(
                    who, subject, new ReadRequest(request.purpose(), request.words())));
    return exports.answer(recorded, () -> exports.one(subject));
  }
}
