package org.microwish.wish.invitation;

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
import org.microwish.platform.idempotency.Creates;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReceipt;

/** HTTP resource for the waiting list of one wish. */
@Path("/api/v1/wishes/{id}/waiting-list")
@Tag(name = "invitations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WaitingListResource {

  private final InvitationService service;
  private final CurrentCaller caller;

  WaitingListResource(InvitationService service, CurrentCaller caller) {
    this.service = service;
    this.caller = caller;
  }

  @POST
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Creates("/invitations/{item}")
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIMING_CLOSED,
    ProblemType.ALREADY_CLAIMED,
    ProblemType.ALREADY_INVITED,
    ProblemType.PLACE_NOT_HELD,
    ProblemType.INVITATION_LIMIT_REACHED,
    ProblemType.NOT_ELIGIBLE,
    ProblemType.BARRED_AFTER_LAPSE
  })
  @Operation(
      operationId = "joinWaitingList",
      summary = "Joins the waiting list of a full wish",
      description =
          "A member waits in its own name, a steward in the name of its organisation. A place that"
              + " comes back is offered to the first in the list for a limited time, then to the"
              + " next; others cannot claim it meanwhile.")
  public WishReceipt join(@PathParam("id") Id id) {
    return service.join(caller.get(), id.value());
  }
}
