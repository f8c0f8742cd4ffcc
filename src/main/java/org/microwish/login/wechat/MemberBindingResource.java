package org.microwish.login.wechat;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.problem.ProblemType;

/** HTTP resource for the binding between a member and an account. */
@Path("/api/v1/members/{id}/binding")
@Tag(name = "login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MemberBindingResource {

  private final Bindings bindings;
  private final CurrentCaller caller;

  MemberBindingResource(Bindings bindings, CurrentCaller caller) {
    this.bindings = bindings;
    this.caller = caller;
  }

  @DELETE
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Audited(SecurityEvent.BINDING)
  @Operation(
      operationId = "endMemberBinding",
      summary = "Removes a member from the account that it is bound to",
      description =
          "For operators of the member's division, for example after a lost phone or a wrong"
              + " binding. The access tokens of the account are refused within 5 s.")
  @Problems(ProblemType.NOT_BOUND)
  public BindingReceipt endMemberBinding(@PathParam("id") Id id) {
    return BindingReceipt.of(bindings.unbindMember(caller.get(), id.value()));
  }
}
