package org.microwish.party;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.problem.ProblemType;

/** Check-ins (双报到) over HTTP. */
@Path("/api/v1/check-ins")
@Tag(name = "check-ins", description = "Check-ins (双报到) of organisations and members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CheckInResource {

  private final CheckIns checkIns;
  private final Divisions divisions;
  private final Commands commands;
  private final CurrentCaller caller;

  CheckInResource(CheckIns checkIns, Divisions divisions, Commands commands, CurrentCaller caller) {
    this.checkIns = checkIns;
    this.divisions = divisions;
    this.commands = commands;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Operation(
      operationId = "listCheckIns",
      summary = "Lists the check-ins that the caller may see, revoked ones included",
      description =
          "Staff see those with their subtree's communities; a steward its organisation's and its"
              + " members'; a member its own. Those recorded first come first.")
  @APIResponseSchema(value = CheckInPage.class, responseDescription = "A page of check-ins")
  public Response list(
      @QueryParam("division")
          @Parameter(description = "Code or path of a division: the communities of its subtree")
          String division,
      @QueryParam("subjectType") PartyType subjectType,
      @QueryParam("subjectId") Id subjectId,
      @QueryParam("organisationId")
          @Parameter(description = "The subject, or the organisation that the member belonged to")
          Id organisationId,
      @QueryParam("state") CheckInState state,
      @BeanParam PageQuery page,
      @Context UriInfo uri) {
    String subtree = divisions.subtree(division, "division");
    Page<CheckIn> rows =
        checkIns.list(
            caller.get(),
            new CheckInFilter(
                subtree,
                subjectType,
                subjectId == null ? null : subjectId.value(),
                organisationId == null ? null : organisationId.value(),
                state),
            page);
    Names names = checkIns.names(rows.items());
    return Responses.page(uri, rows.map(row -> CheckInView.of(row, names)));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Operation(operationId = "getCheckIn", summary = "Reads a check-in")
  @APIResponseSchema(value = CheckInView.class, responseDescription = "The check-in")
  public Response get(@PathParam("id") Id id, @Context HttpHeaders headers) {
    CheckIn row = checkIns.read(caller.get(), id.value());
    CheckInView view = CheckInView.of(row, checkIns.names(List.of(row)));
    return Responses.ok(headers, view, view.tag());
  }

  @POST
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Operation(
      operationId = "checkIn",
      summary = "Checks an organisation or member in with a community",
      description =
          "By its steward, the member itself, or the community's operator; at most one live"
              + " check-in of a subject with a community.")
  @APIResponseSchema(
      value = CheckInReceipt.class,
      responseCode = "201",
      responseDescription = "Checked in")
  @Problems(ProblemType.ALREADY_CHECKED_IN)
  public Response record(@Valid CheckInRequest request, @Context HttpHeaders headers) {
    return commands.create(
        caller.get(),
        "checkIn",
        headers,
        request,
        () -> {
          Recorded recorded = checkIns.record(caller.get(), request.draft(), request.occurredAt());
          return Answer.created(
              "/check-ins/" + Id.text(recorded.id()),
              CheckInReceipt.of(recorded, CheckInState.LIVE));
        });
  }

  @POST
  @Path("/{id}/revoke")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Operation(
      operationId = "revokeCheckIn",
      summary = "Revokes a check-in",
      description = "It stays in the history; the subject may check in again.")
  @APIResponseSchema(value = CheckInReceipt.class, responseDescription = "Revoked")
  @Problems(ProblemType.ALREADY_REVOKED)
  public Response revoke(
      @PathParam("id") Id id,
      @OptionalBody @Valid EndRequest request,
      @Context HttpHeaders headers) {
    return commands.run(
        caller.get(),
        "revokeCheckIn",
        headers,
        Arrays.asList(id, request),
        () ->
            Answer.ok(
                CheckInReceipt.of(
                    checkIns.revoke(caller.get(), id.value(), EndRequest.timeOf(request)),
                    CheckInState.REVOKED)));
  }
}
