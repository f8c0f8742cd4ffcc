package org.microwish.login.staff;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.login.account.AccountState;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.SecurityLog;
import org.microwish.platform.http.StepUp;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.problem.ProblemType;

/**
 * HTTP resource for accounts of staff. An administrator manages the accounts of the divisions in
 * the administrator's own subtree.
 */
@Path("/api/v1/accounts")
@Tag(
    name = "accounts",
    description =
        "Staff accounts. Administrators manage those of their own division and its subtree.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Name.ADMINISTRATOR)
public class AccountResource {

  private final Staff staff;
  private final Divisions divisions;
  private final SecurityLog security;
  private final CurrentCaller caller;

  AccountResource(Staff staff, Divisions divisions, SecurityLog security, CurrentCaller caller) {
    this.security = security;
    this.staff = staff;
    this.divisions = divisions;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listStaffAccounts",
      summary = "Lists staff accounts",
      description = "In the order in which they were recorded. Names are masked.")
  public Page<StaffView> list(
      @QueryParam("division")
          @Parameter(description = "Code or path of a division; includes its subtree")
          String division,
      @QueryParam("role") Role role,
      @QueryParam("state") AccountState state,
      @BeanParam PageQuery page) {
    String subtree = divisions.subtree(division, "division");
    return staff.list(caller.get(), subtree, role, state, page).map(StaffView::of);
  }

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getStaffAccount",
      summary = "Reads a staff account",
      description = "Administrators read the accounts of their own division and of those below it.")
  public StaffView get(@PathParam("id") Id id) {
    return StaffView.of(staff.read(caller.get(), id.value()));
  }

  @POST
  @Creates("/accounts/{id}")
  @Audited(SecurityEvent.ACCOUNT)
  @StepUp
  @Operation(
      operationId = "recordStaffAccount",
      summary = "Records a staff account",
      description =
          "The response contains an invitation code, which is shown only once. The owner of the"
              + " account uses it to set a password and a second factor; see beginEnrolment."
              + " Refused with ALREADY_EXISTS if the login name is taken.")
  @Problems(ProblemType.ALREADY_EXISTS)
  public StaffReceipt record(@Valid StaffDraft request) {
    security.granted(request.role());
    return StaffReceipt.of(staff.record(caller.get(), request));
  }

  @PUT
  @Path("/{id}")
  @Idempotent
  @Audited(SecurityEvent.ACCOUNT)
  @StepUp
  @Operation(
      operationId = "changeStaffAccount",
      summary = "Changes the role, organisation or division of a staff account",
      description =
          "Administrators cannot change their own account. The existing access tokens of the"
              + " account are refused within 5 s; refreshSession issues tokens with the new"
              + " rights.")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public StaffReceipt change(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid StaffPlaceRequest request) {
    security.granted(request.role());
    return StaffReceipt.of(staff.change(caller.get(), id.value(), version, request));
  }

  @POST
  @Path("/{id}/suspend")
  @Idempotent
  @Audited(SecurityEvent.ACCOUNT)
  @StepUp
  @Operation(
      operationId = "suspendStaffAccount",
      summary = "Suspends a staff account",
      description =
          "The sessions of the account end, and its access tokens are refused within 5 s."
              + " Administrators cannot suspend their own account.")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public StaffReceipt suspend(@PathParam("id") Id id) {
    return StaffReceipt.of(staff.suspend(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/reactivate")
  @Idempotent
  @Audited(SecurityEvent.ACCOUNT)
  @StepUp
  @Operation(
      operationId = "reactivateStaffAccount",
      summary = "Reactivates a suspended staff account",
      description =
          "The account can log in again with the password and second factor that it had; its former sessions stay ended.")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public StaffReceipt reactivate(@PathParam("id") Id id) {
    return StaffReceipt.of(staff.reactivate(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/revoke-tokens")
  @Idempotent
  @Audited(SecurityEvent.ACCOUNT)
  @StepUp
  @Operation(
      operationId = "revokeStaffTokens",
      summary = "Ends all sessions of a staff account and revokes its tokens",
      description =
          "The owner can log in again. Administrators cannot do this to their own account; see"
              + " endAllSessions.")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public StaffReceipt revokeTokens(@PathParam("id") Id id) {
    return StaffReceipt.of(staff.revokeTokens(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/invitations")
  @Creates("/accounts/{id}")
  @Audited(SecurityEvent.ACCOUNT)
  @StepUp
  @Operation(
      operationId = "inviteStaff",
      summary = "Issues a new invitation for a staff account",
      description =
          "For an owner who has lost the password, the phone or the invitation. Deletes the"
              + " password, the second factor, the recovery codes and an earlier invitation, and"
              + " ends the sessions. The new code is shown only once. Administrators cannot do this"
              + " to their own account.")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public StaffReceipt invite(@PathParam("id") Id id) {
    return StaffReceipt.of(staff.reset(caller.get(), id.value()));
  }
}
