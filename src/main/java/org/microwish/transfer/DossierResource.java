package org.microwish.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
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
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.AggregateProofs.Covered;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.limits.Limited;
import org.microwish.privacy.ReadRequest;
import org.microwish.problem.ProblemType;

/** HTTP resource for the dossier (一事一档) of a wish. */
@Path("/api/v1/wishes/{id}")
@Tag(name = "ledger")
public class DossierResource {

  private static final String ZIP = "application/zip";

  /**
   * How long a repeat of the request returns the openings and evidence again; the same time as for
   * other readings of personal values.
   */
  private static final Duration REPEATABLE_FOR = Duration.ofMinutes(10);

  private final Dossiers dossiers;
  private final Commands commands;
  private final CurrentCaller caller;
  private final Time time;
  private final ObjectMapper json;

  DossierResource(
      Dossiers dossiers, Commands commands, CurrentCaller caller, Time time, ObjectMapper json) {
    this.dossiers = dossiers;
    this.commands = commands;
    this.caller = caller;
    this.time = time;
    this.json = json;
  }

  @GET
  @Expensive(Expensive.Kind.PUBLIC_EXPORT)
  @Path("/dossier")
  @PermitAll
  @Produces(ZIP)
  @Problems({ProblemType.NOT_FOUND, ProblemType.NOT_YET_INTEGRATED})
  @Operation(
      operationId = "getDossier",
      summary = "Downloads the dossier (一事一档) of a wish, without values",
      description =
          "Needs no token, because it contains only what the ledger shows to everybody: all leaves"
              + " of the wish that the newest checkpoint covers, their proofs, the checkpoint, a"
              + " page in Chinese (`index.html`) and an index (`dossier.json`). The offline"
              + " verifier checks the file; src/docs/auditing.md describes it.")
  @APIResponse(
      responseCode = "200",
      description = "The dossier, a ZIP file",
      content =
          @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response get(@PathParam("id") Id id) {
    Covered covered = dossiers.covered(id.value());
    StreamingOutput file = out -> dossiers.write(covered, out);
    return Response.ok(file, ZIP)
        .header(HttpHeaders.CONTENT_DISPOSITION, disposition(id))
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }

  @POST
  @Expensive(Expensive.Kind.EXPORT)
  @Path("/dossiers")
  @Limited(Limited.To.UNMASKING)
  @RolesAllowed(Role.Name.AUDITOR)
  @Audited(SecurityEvent.UNMASKING)
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(ZIP)
  @Problems({
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.NOT_YET_INTEGRATED,
    ProblemType.PERSONAL_DATA_ERASED,
    ProblemType.STEP_UP_REQUIRED,
    ProblemType.UNDER_LEGAL_HOLD
  })
  @Operation(
      operationId = "createDossier",
      summary = "Downloads the dossier (一事一档) of a wish, with openings and evidence",
      description =
          "For auditors of the division, who must give a purpose. Contains what `getDossier`"
              + " contains, and the openings of all commitments and the files of evidence that are"
              + " not erased. The rules for openings apply, each leaf counts, and the ledger"
              + " records the reading. A repeat within 10 minutes returns the openings and files"
              + " again, a later one the dossier without them.")
  @APIResponse(
      responseCode = "201",
      description = "The dossier, a ZIP file",
      content =
          @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response create(
      @PathParam("id") Id id, @NotNull @Valid ReadRequest request, @Context HttpHeaders headers)
      throws IOException {
    Caller who = caller.get();
    commands.requireKey(headers);
    Covered covered = dossiers.covered(id.value());
    List<Long> entries = dossiers.committing(covered);
    // Calls Commands instead of using @Creates, because the values must not be stored with the
    // idempotency key.
    Response recorded =
        commands.create(
            who,
            "createDossier",
            headers,
            List.of(id, request),
            () -> {
              Dossiers.Reading reading =
                  dossiers.record(who, id.value(), covered, entries, request);
              return Answer.created("/ledger/entries/" + reading.ledger().entryId(), reading);
            });
    Dossiers.Reading reading =
        json.readValue((byte[]) recorded.getEntity(), Dossiers.Reading.class);
    boolean fresh = time.now().isBefore(reading.readAt().plus(REPEATABLE_FOR));
    StreamingOutput file =
        fresh
            ? out -> dossiers.write(who, reading, covered, out)
            : out -> dossiers.write(covered, out);
    return Response.fromResponse(recorded)
        .entity(file)
        .type(ZIP)
        .header(HttpHeaders.CONTENT_DISPOSITION, disposition(id))
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .build();
  }

  private static String disposition(Id id) {
    return "attachment; filename=\"dossier-" + id + ".zip\"";
  }
}
