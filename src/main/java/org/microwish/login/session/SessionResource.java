package org.microwish.login.session;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.login.account.Accounts;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.limits.Limited;
import org.microwish.problem.ProblemType;

/** HTTP resource for refreshing and ending login sessions. */
@Limited(Limited.To.LOGIN)
@Path("/api/v1/auth")
@Tag(
    name = "login",
    description = "Login, sessions, and the bindings of an account to a member and to wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SessionResource {

  private final Sessions sessions;
  private final Accounts accounts;
  private final CurrentCaller caller;

  SessionResource(Sessions sessions, Accounts accounts, CurrentCaller caller) {
    this.sessions = sessions;
    this.accounts = accounts;
    this.caller = caller;
  }

  /**
   * A request for the next tokens of a session.
   *
   * @param role the role of the next access tokens, one of the account's roles; null to keep the
   *     current role
   */
  @Schema(name = "RefreshRequest")
  public record RefreshRequest(
      @NotNull @Size(max = 200) @Schema(description = "The newest refresh token of the session")
          Confidential refreshToken,
      @Schema(
              description =
                  "Role of the new access token, one of the account's roles; by default the current"
                      + " role")
          Role role) {}

  /** A request to end the session that the refresh token belongs to. */
  @Schema(name = "LogoutRequest")
  public record LogoutRequest(@NotNull @Size(max = 200) Confidential refreshToken) {}

  @POST
  @Path("/refresh")
  @PermitAll
  @Audited(SecurityEvent.REFRESH)
  @Operation(
      operationId = "refreshSession",
      summary = "Issues the next tokens of a session",
      description =
          "Send no Authorization header. Each refresh token works once and is replaced by the one"
              + " in the response. A repeat within 30 s gets the same new refresh token again. A"
              + " later repeat counts as theft: the session ends, and all access tokens of the"
              + " account are refused. Refused with FORBIDDEN if the account does not have the"
              + " requested role.")
  @Problems({
    ProblemType.SESSION_ENDED,
    ProblemType.ACCOUNT_SUSPENDED,
    ProblemType.FORBIDDEN,
  })
  public SessionAnswer refresh(@Valid RefreshRequest request) {
    // Failures are not counted for a lockout: nobody can guess 256 random bits, but one client
    // could lock out all others with the same network address.
    return sessions.refresh(request.refreshToken().value(), request.role());
  }

  @POST
  @Path("/logout")
  @PermitAll
  @Audited(SecurityEvent.LOGOUT)
  @Operation(
      operationId = "endSession",
      summary = "Ends a session",
      description =
          "Send no Authorization header. Ends the session of the refresh token; its access tokens"
              + " are refused within 5 s. The response is the same if the token belongs to no"
              + " session.")
  @APIResponse(responseCode = "204", description = "The session has ended")
  public void logout(@Valid LogoutRequest request) {
    sessions.close(request.refreshToken().value());
  }

  @POST
  @Path("/logout-everywhere")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.ADMINISTRATOR
  })
  @Audited(SecurityEvent.LOGOUT)
  @Operation(
      operationId = "endAllSessions",
      summary = "Ends all sessions of the caller's account",
      description =
          "All access tokens of the account, including the one of this request, are refused within"
              + " 5 s. Tokens of an OpenID provider are refused for about a day.")
  @APIResponse(responseCode = "204", description = "All sessions have ended")
  public void logoutEverywhere() {
    sessions.closeAll(caller.get());
  }

  /** The live sessions of the caller's account, the newest first. */
  @Schema(name = "SessionList")
  public record SessionList(@Schema(required = true) List<SessionView> items) {}

  @GET
  @Path("/sessions")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.ADMINISTRATOR
  })
  @Operation(
      operationId = "listOwnSessions",
      summary = "Lists the live sessions of the caller's account",
      description = "The newest first, at most 100.")
  public SessionList list() {
    return new SessionList(sessions.list(caller.get(), caller.session()));
  }

  @POST
  @Path("/sessions/{id}/end")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.ADMINISTRATOR
  })
  @Audited(SecurityEvent.LOGOUT)
  @Operation(
      operationId = "endOwnSession",
      summary = "Ends a session of the caller's account",
      description =
          "For example one on a lost phone. Its refresh token ends at once, and its access tokens"
              + " are refused within 5 s.")
  @APIResponse(responseCode = "204", description = "The session has ended")
  public void endOwn(@PathParam("id") Id id) {
    sessions.end(caller.get(), id.value());
  }

  @GET
  @Path("/account")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.ADMINISTRATOR
  })
  @Operation(
      operationId = "getOwnAccount",
      summary = "Reads the caller's own account",
      description =
          "The account of the token: who it is, in which roles it can act, and what it is bound to.")
  @Problems(ProblemType.NOT_FOUND)
  public AccountView account() {
    Caller who = caller.get();
    return accounts
        .of(who)
        .map(account -> sessions.view(account, who.role()))
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }
}
