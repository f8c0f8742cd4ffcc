package org.microwish.login.staff;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.login.account.AccountRecorded;
import org.microwish.login.account.AccountState;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Conditional;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.problem.ProblemType;

/** Accounts of staff over HTTP: administrators', each within its own subtree. */
@Path("/api/v1/accounts")
@Tag(name = "accounts", description = "Accounts of staff")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Name.ADMINISTRATOR)
public class AccountResource {

  private final Staff staff;
  private final Divisions divisions;
  private final Commands commands;
  private final CurrentCaller caller;

  AccountResource(Staff staff, Divisions divisions, Commands commands, CurrentCaller caller) {
    this.staff = staff;
    this.divisions = divisions;
    this.commands = commands;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listStaffAccounts",
      summary = "Lists accounts of staff",
      description = "Those recorded first come first. Names are masked.")
  @APIResponseSchema(value = StaffPage.class, responseDescription = "A page of them")
  public Response list(
      @QueryParam("division")
          @Parameter(description = "Code or path of a division: those of its whole subtree")
          String division,
      @QueryParam("role") Role role,
      @QueryParam("state") AccountState state,
      @BeanParam PageQuery page,
      @Context UriInfo uri) {
    String subtree = divisions.subtree(division, "division");
    return Responses.page(
        uri, staff.list(caller.get(), subtree, role, state, page).map(StaffView::of));
  }

  @GET
  @Path("/{id}")
  @Conditional
  @Operation(operationId = "getStaffAccount", summary = "Reads an account of staff")
  @APIResponseSchema(value = StaffView.class, responseDescription = "The account")
  public Response get(@PathParam("id") Id id, @Context HttpHeaders headers) {
    StaffView view = StaffView.of(staff.read(caller.get(), id.value()));
    return Responses.ok(headers, view, view.tag());
  }

  @POST
  @Operation(
      operationId = "recordStaffAccount",
      summary = "Records an account of staff",
      description =
          "Answers an invitation code, once, with which its owner sets a password and a second"
              + " factor; see beginEnrolment.")
  @APIResponseSchema(
      value = StaffReceipt.class,
      responseCode = "201",
      responseDescription = "Recorded")
  @Problems(ProblemType.ALREADY_EXISTS)
  public Response record(@Valid StaffRequest request, @Context HttpHeaders headers) {
    return showing(
        work ->
            commands.create(
                caller.get(),
                "recordStaffAccount",
                headers,
                request,
                () -> {
                  StaffReceipt receipt = work.get();
                  return Answer.created("/accounts/" + receipt.id(), receipt);
                }),
        () -> staff.record(caller.get(), request.draft()));
  }

  @PUT
  @Path("/{id}")
  @Operation(
      operationId = "changeStaffAccount",
      summary = "Gives an account of staff another role or place",
      description = "Nobody changes its own. Tokens that say otherwise are refused within 5 s.")
  @APIResponseSchema(value = StaffReceipt.class, responseDescription = "Changed")
  @Problems({ProblemType.PRECONDITION_REQUIRED, ProblemType.ACCOUNT_STATE_CONFLICT})
  public Response change(
      @PathParam("id") Id id, @Valid StaffPlaceRequest request, @Context HttpHeaders headers) {
    IfMatch version = IfMatch.required(headers);
    return run(
        "changeStaffAccount",
        headers,
        List.of(id, request),
        () -> staff.change(caller.get(), id.value(), version, request.place()));
  }

  @POST
  @Path("/{id}/suspend")
  @Operation(
      operationId = "suspendStaffAccount",
      summary = "Bars an account of staff",
      description = "Its sessions end, and its tokens are refused within 5 s.")
  @APIResponseSchema(value = StaffReceipt.class, responseDescription = "Suspended")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public Response suspend(@PathParam("id") Id id, @Context HttpHeaders headers) {
    return run(
        "suspendStaffAccount", headers, List.of(id), () -> staff.suspend(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/reactivate")
  @Operation(
      operationId = "reactivateStaffAccount",
      summary = "Lets a suspended account of staff in again")
  @APIResponseSchema(value = StaffReceipt.class, responseDescription = "Active")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public Response reactivate(@PathParam("id") Id id, @Context HttpHeaders headers) {
    return run(
        "reactivateStaffAccount",
        headers,
        List.of(id),
        () -> staff.reactivate(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/revoke-tokens")
  @Operation(
      operationId = "revokeStaffTokens",
      summary = "Ends the sessions and tokens of an account of staff",
      description = "It may log in again.")
  @APIResponseSchema(value = StaffReceipt.class, responseDescription = "Ended")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public Response revokeTokens(@PathParam("id") Id id, @Context HttpHeaders headers) {
    return run(
        "revokeStaffTokens",
        headers,
        List.of(id),
        () -> staff.revokeTokens(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/invitations")
  @Operation(
      operationId = "inviteStaff",
      summary = "Invites an account's owner anew",
      description =
          "For a lost password, phone or invitation. Takes password, second factor and recovery"
              + " codes away and ends its sessions; the code is shown once.")
  @APIResponseSchema(
      value = StaffReceipt.class,
      responseCode = "201",
      responseDescription = "Invited")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public Response invite(@PathParam("id") Id id, @Context HttpHeaders headers) {
    return showing(
        work ->
            commands.create(
                caller.get(),
                "inviteStaff",
                headers,
                List.of(id),
                () -> Answer.created("/accounts/" + id, work.get())),
        () -> staff.reset(caller.get(), id.value()));
  }

  private Response run(
      String operation, HttpHeaders headers, Object request, Supplier<AccountRecorded> work) {
    return commands.run(
        caller.get(), operation, headers, request, () -> Answer.ok(StaffReceipt.of(work.get())));
  }

  /** Shows a code in the first answer, and keeps it from the one that is stored for repeats. */
  private static Response showing(
      Function<Supplier<StaffReceipt>, Response> command, Supplier<Staff.Recorded> work) {
    AtomicReference<Staff.Recorded> done = new AtomicReference<>();
    Response answer =
        command.apply(
            () -> {
              Staff.Recorded recorded = work.get();
              done.set(recorded);
              return StaffReceipt.of(recorded, false);
            });
    if (done.get() == null || answer.getHeaderString(Commands.REPLAYED) != null) {
      return answer;
    }
    return Response.fromResponse(answer).entity(StaffReceipt.of(done.get(), true)).build();
  }
}
