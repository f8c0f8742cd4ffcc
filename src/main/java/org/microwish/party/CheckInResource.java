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
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.problem.ProblemType;

/** HTTP resource for check-ins (双报到) of organisations and members with communities. */
@Path("/api/v1/check-ins")
@Tag(name = "check-ins", description = "Check-ins (双报到) of organisations and members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CheckInResource {

  private final CheckIns checkIns;
  private final Divisions divisions;
  private final CurrentCaller caller;

  CheckInResource(CheckIns checkIns, Divisions divisions, CurrentCaller caller) {
    this.checkIns = checkIns;
    this.divisions = divisions;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Operation(
      operationId = "listCheckIns",
      summary = "Lists the check-ins that the caller may see, including revoked ones",
      description =
          "Operators and auditors see the check-ins with communities of their division and below; a"
              + " steward those of its organisation and its members; a member its own. The oldest"
              + " record comes first.")
  public Page<CheckInView> list(
      @QueryParam("division")
          @Parameter(
              description =
                  "Code or path of a division; selects check-ins with the communities in its"
                      + " subtree")
          String division,
      @QueryParam("subjectType") PartyType subjectType,
      @QueryParam("subjectId") Id subjectId,
      @QueryParam("organisationId")
          @Parameter(
              description =
                  "An organisation; selects its own check-ins and those of members who belonged to"
                      + " it then")
          Id organisationId,
      @QueryParam("state") CheckInState state,
      @BeanParam PageQuery page) {
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
    CheckInNames names = checkIns.names(rows.items());
    return rows.map(row -> CheckInView.of(row, names));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Operation(
      operationId = "getCheckIn",
      summary = "Reads a check-in",
      description =
          "Operators and auditors read the check-ins of their division, stewards those of their organisation, members their own.")
  public CheckInView get(@PathParam("id") Id id) {
    CheckIn row = checkIns.read(caller.get(), id.value());
    return CheckInView.of(row, checkIns.names(List.of(row)));
  }

  @POST
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Creates("/check-ins/{id}")
  @Operation(
      operationId = "createCheckIn",
      summary = "Checks an organisation or member in with a community",
      description =
          "Allowed for stewards for their organisation and its members, for members for themselves,"
              + " and for operators of the community's division. Volunteers cannot check in. At"
              + " most one live check-in per organisation or member and community"
              + " (ALREADY_CHECKED_IN).")
  @Problems(ProblemType.ALREADY_CHECKED_IN)
  public CheckInReceipt record(@Valid CheckInDraft request) {
    return CheckInReceipt.live(checkIns.record(caller.get(), request));
  }

  @POST
  @Path("/{id}/revoke")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Idempotent
  @Operation(
      operationId = "revokeCheckIn",
      summary = "Revokes a check-in",
      description =
          "Allowed for the same callers as `createCheckIn`. The check-in stays in the history, and the"
              + " organisation or member may check in again.")
  @Problems(ProblemType.ALREADY_REVOKED)
  public CheckInReceipt revoke(@PathParam("id") Id id, @OptionalBody @Valid EndRequest request) {
    return CheckInReceipt.revoked(
        checkIns.revoke(caller.get(), id.value(), EndRequest.timeOf(request)));
  }
}
