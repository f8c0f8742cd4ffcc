package org.microwish.group;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.group.lifecycle.LeaveReason;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for memberships in groups. */
@Path("/api/v1/memberships")
@Tag(name = "groups")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class MembershipResource {

  private final GroupService groups;
  private final GroupReads reads;
  private final Transactions transactions;
  private final CurrentCaller caller;

  MembershipResource(
      GroupService groups, GroupReads reads, Transactions transactions, CurrentCaller caller) {
    this.groups = groups;
    this.reads = reads;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** Request body for declining or removing a person. */
  @Schema(
      name = "MembershipEnding",
      description = "Why an application is declined or a member is removed.")
  public record Ending(@NotNull LeaveReason reason, Instant occurredAt) {}

  @GET
  @RolesAllowed(Role.Name.MEMBER)
  @Operation(
      operationId = "listOwnMemberships",
      summary = "Lists the caller's own memberships, oldest first",
      description = "Memberships of the calling member in all groups, in whatever state.")
  public Page<MembershipView> own(@BeanParam PageQuery page) {
    return transactions.call(() -> reads.own(caller.get(), page));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "getMembership",
      summary = "Reads a membership",
      description =
          "Allowed for the member itself, the group's leader, the stewards of its host"
              + " organisation, and operators and auditors of the group's division. The name is"
              + " masked.")
  public MembershipView get(@PathParam("id") Id id) {
    return transactions.call(() -> reads.membership(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/admit")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.NO_PLACE_LEFT})
  @Operation(
      operationId = "admitGroupMember",
      summary = "Admits an applicant to the group",
      description =
          "Allowed for the group's leader and operators of the group's division, while the group is"
              + " ACTIVE and has a free place (NO_PLACE_LEFT).")
  public GroupReceipt admit(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return groups.admit(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/decline")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.OPERATOR})
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "declineMembership",
      summary = "Declines an application",
      description = "Allowed for the group's leader and operators of the group's division.")
  public GroupReceipt decline(@PathParam("id") Id id, @NotNull @Valid Ending body) {
    return groups.decline(
        caller.get(), id.value(), body.reason(), EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/leave")
  @RolesAllowed(Role.Name.MEMBER)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.STILL_LEADS})
  @Operation(
      operationId = "leaveGroup",
      summary = "Ends the caller's own membership or application",
      description = "Allowed for the member itself. The leader cannot leave (STILL_LEADS).")
  public GroupReceipt leave(@PathParam("id") Id id) {
    return groups.leave(caller.get(), id.value(), null);
  }

  @POST
  @Path("/{id}/remove")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.STILL_LEADS})
  @Operation(
      operationId = "removeGroupMember",
      summary = "Removes a member from the group",
      description =
          "Allowed for the group's leader and operators of the group's division. The leader cannot"
              + " be removed (STILL_LEADS).")
  public GroupReceipt remove(@PathParam("id") Id id, @NotNull @Valid Ending body) {
    return groups.remove(
        caller.get(), id.value(), body.reason(), EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/hand-over")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.OPERATOR})
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "handOverGroup",
      summary = "Makes a member the leader of the group",
      description =
          "Allowed for the group's leader and operators of the group's division. The new leader's"
              + " membership must be in the state IN.")
  public GroupReceipt handOver(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return groups.handOver(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }
}
