package org.microwish.login.wechat;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.party.RecordedVersion;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.idempotency.Creates;
import org.microwish.problem.ProblemType;

/** HTTP resource for volunteers who register themselves in the mini-program. */
@Path("/api/v1/volunteers")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class VolunteerResource {

  private final Volunteers volunteers;
  private final CurrentCaller caller;

  VolunteerResource(Volunteers volunteers, CurrentCaller caller) {
    this.volunteers = volunteers;
    this.caller = caller;
  }

  /**
   * The response to a registration.
   *
   * @param id the id of the new member, to which the caller's account is now bound
   * @param ledger the entry that records the member
   */
  @Schema(name = "VolunteerReceipt")
  public record Receipt(Id id, long version, LedgerReceipt ledger) {}

  @POST
  @RolesAllowed(Role.Name.RESIDENT)
  @Creates("/members/{id}")
  @Problems({
    ProblemType.ALREADY_BOUND,
    ProblemType.CONSENT_REQUIRED,
    ProblemType.ACCOUNT_STATE_CONFLICT
  })
  @Operation(
      operationId = "registerVolunteer",
      summary = "Registers the caller as a volunteer",
      description =
          "For residents. Records a member without an organisation and binds the caller's account"
              + " to it; refreshSession then issues a token for the role MEMBER. A person under 14"
              + " must name a guardian who consents; otherwise the request is refused with"
              + " CONSENT_REQUIRED.")
  public Receipt register(@NotNull @Valid VolunteerRequest body) {
    RecordedVersion member = volunteers.register(caller.get(), body);
    return new Receipt(new Id(member.id()), member.version(), member.ledger());
  }
}
