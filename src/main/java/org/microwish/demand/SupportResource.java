package org.microwish.demand;

import jakarta.annotation.security.RolesAllowed;
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
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.problem.ProblemType;

/** HTTP resource for the support of demands. */
@Path("/api/v1/supports")
@Tag(name = "demands")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class SupportResource {

  private final DemandService demands;
  private final CurrentCaller caller;

  SupportResource(DemandService demands, CurrentCaller caller) {
    this.demands = demands;
    this.caller = caller;
  }

  @POST
  @Path("/{id}/end")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.MEMBER})
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "endDemandSupport",
      summary = "Takes the caller's support of a demand back",
      description = "Allowed for the supporter; `id` is the `supportId` of the receipt.")
  public DemandReceipt takeBack(@PathParam("id") Id id) {
    return demands.takeBack(caller.get(), id.value());
  }
}
