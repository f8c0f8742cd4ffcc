package org.microwish.platform.idempotency;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Text;
import org.microwish.problem.ProblemType;

/**
 * Returns the stored response of a command to a client that did not receive it, such as a phone
 * whose app was in the background.
 */
@Path("/api/v1/idempotency")
@Tag(name = "idempotency")
@Produces(MediaType.APPLICATION_JSON)
public class IdempotencyResource {

  private final Commands commands;
  private final CurrentCaller caller;

  IdempotencyResource(Commands commands, CurrentCaller caller) {
    this.commands = commands;
    this.caller = caller;
  }

  @GET
  @Path("/{key}")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.PARTNER,
    Role.Name.ADMINISTRATOR
  })
  @Problems(ProblemType.IDEMPOTENCY_KEY_UNKNOWN)
  @Operation(
      operationId = "getIdempotentAnswer",
      summary = "Reads the stored response to an idempotency key",
      description =
          "For a client that lost the response. Returns the status, Location and body of the first"
              + " response to the caller's own key; secrets that are shown only once are missing."
              + " Refused with IDEMPOTENCY_KEY_UNKNOWN if no operation with this key was completed:"
              + " then repeat the operation with the same key.")
  @APIResponse(
      responseCode = "200",
      description = "The first response; its status may also be 201 or 202")
  public Response get(
      @PathParam("key") String key,
      @QueryParam("operation") @Pattern(regexp = "[A-Za-z0-9]{1,40}") @NotNull @Text(max = 40)
          String operation) {
    return commands
        .recall(caller.get(), operation, key)
        .orElseThrow(ProblemType.IDEMPOTENCY_KEY_UNKNOWN::exception);
  }
}
