package org.microwish.login.session;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import org.microwish.platform.Confidential;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.ClientAddress;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.limits.Limited;
import org.microwish.problem.ProblemType;

/** HTTP resource for the login of mini-program users in a browser. */
@Limited(Limited.To.LOGIN)
@Path("/api/v1/auth/browser")
@Tag(name = "login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class BrowserLoginResource {

  private final BrowserLogins logins;
  private final CurrentCaller caller;
  private final ClientAddress address;

  BrowserLoginResource(BrowserLogins logins, CurrentCaller caller, ClientAddress address) {
    this.logins = logins;
    this.caller = caller;
    this.address = address;
  }

  /** A request to log in with a code that the mini-program shows. */
  @Schema(name = "BrowserLoginRequest")
  public record BrowserLogin(
      @NotNull
          @Size(max = 40)
          @Schema(
              examples = "7Q2M-K8XD-4TPA",
              description = "In upper or lower case, with or without hyphens")
          Confidential code) {}

  @POST
  @Path("/codes")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.MEMBER, Role.Name.STEWARD})
  @Audited(SecurityEvent.LOGIN)
  @Operation(
      operationId = "makeBrowserCode",
      summary = "Issues a code for a login in a browser",
      description =
          "The mini-program shows the code, and the user types it into the page /my in a browser"
              + " within 5 minutes. The code works once and replaces an earlier one, so a repeat"
              + " does no harm. The session in the browser has the caller's role; it is in the"
              + " list of sessions and can be ended there.")
  public BrowserCodeView issue() {
    return logins.issue(caller.get());
  }

  @POST
  @PermitAll
  @Audited(SecurityEvent.LOGIN)
  @Operation(
      operationId = "loginInBrowser",
      summary = "Logs in with a code that the mini-program shows",
      description =
          "Send no Authorization header. Each code works once. If the response is lost, let the"
              + " mini-program show another code. After too many wrong codes from one network"
              + " address, further attempts are refused with TOO_MANY_REQUESTS for some time.")
  @Problems({ProblemType.LOGIN_REFUSED, ProblemType.ACCOUNT_SUSPENDED, ProblemType.FORBIDDEN})
  public SessionAnswer login(@Valid BrowserLogin request) {
    return logins.open(request.code().value(), address.ofCurrentRequest());
  }
}
