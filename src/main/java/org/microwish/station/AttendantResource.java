package org.microwish.station;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.problem.ProblemType;

/** HTTP resource for attendants of stations. */
@Path("/api/v1/attendants")
@Tag(name = "stations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class AttendantResource {

  private final StationService stations;
  private final CurrentCaller caller;

  AttendantResource(StationService stations, CurrentCaller caller) {
    this.stations = stations;
    this.caller = caller;
  }

  @POST
  @Path("/{id}/end")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.ALREADY_ENDED})
  @Operation(
      operationId = "endAttendant",
      summary = "Records that an attendant has stopped",
      description = "Allowed for hosts of the station and operators of its division.")
  public StationReceipt end(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return stations.endAttendant(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }
}
