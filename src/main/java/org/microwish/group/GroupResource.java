package org.microwish.group;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.lifecycle.serial.numbering.SerialNumber;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** HTTP resource for groups. */
@Path("/api/v1/groups")
@Tag(
    name = "groups",
    description = "Groups (团体), such as teams, clubs, studios and partners, and their members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class GroupResource {

  private final GroupService groups;
  private final GroupReads reads;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  GroupResource(
      GroupService groups,
      GroupReads reads,
      Divisions divisions,
      Transactions transactions,
      CurrentCaller caller) {
    this.groups = groups;
    this.reads = reads;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** Query parameters for listing groups. */
  public static class GroupQuery {
    @QueryParam("number")
    @Parameter(description = "A complete serial number (编号)", example = "440104013-2026-G-00001")
    @WellFormed(SerialNumber.Form.class)
    String number;

    @QueryParam("kind")
    GroupKind kind;

    @QueryParam("state")
    GroupState state;

    @QueryParam("division")
    @Text(max = DivisionCode.MAX_LENGTH)
    String division;

    @QueryParam("hostId")
    Id hostId;

    @QueryParam("parentId")
    Id parentId;

    @QueryParam("field")
    @Parameter(description = "The complete name of a service that the group offers")
    @Text(max = 40)
    String field;

    @QueryParam("q")
    @Text(max = 40)
    String text;
  }

  /** Request body for joining a group or recording a member. */
  @Schema(
      name = "MembershipRequest",
      description = "The membership that an operator records; members who apply send no fields.")
  public record Joining(
      @Schema(description = "The member; required for operators, not allowed for other callers")
          Id memberId,
      @Schema(
              description =
                  "Since when the member has belonged to the group; operators only. Default:"
                      + " `occurredAt`")
          Instant joinedAt,
      @Schema(
              description =
                  "When it happened, if an operator records it later; other callers must omit it."
                      + " Default: now")
          Instant occurredAt) {}

  @GET
  @Expensive(with = "q")
  @PermitAll
  @Operation(
      operationId = "listGroups",
      summary = "Lists groups in the order in which they were recorded",
      description =
          "Everybody sees ACTIVE and SUSPENDED groups. Operators and auditors also see all other"
              + " groups of their division and below, a member those that it leads, and a steward"
              + " those that its organisation hosts.")
  public Page<GroupView> list(@BeanParam @Valid GroupQuery query, @BeanParam PageQuery page) {
    return transactions.call(
        () ->
            reads.list(
                caller.find().orElse(null),
                new GroupReads.Query(
                    query.number,
                    query.kind,
                    query.state,
                    divisions.subtree(query.division, "division"),
                    query.hostId == null ? null : query.hostId.value(),
                    query.parentId == null ? null : query.parentId.value(),
                    query.field,
                    query.text),
                page));
  }

  @GET
  @Path("/{id}")
  @PermitAll
  @Operation(
      operationId = "getGroup",
      summary = "Reads a group",
      description =
          "Everybody reads ACTIVE and SUSPENDED groups. Groups in other states are visible to the"
              + " leader, members and applicants, the stewards of the host organisation, and"
              + " operators and auditors of the group's division.")
  public GroupView get(@PathParam("id") Id id) {
    return transactions.call(() -> reads.read(caller.find().orElse(null), id.value()));
  }

  @POST
  @RolesAllowed({Role.Name.MEMBER, Role.Name.OPERATOR})
  @Creates("/groups/{groupId}")
  @Operation(
      operationId = "proposeGroup",
      summary = "Proposes a group",
      description =
          "A member proposes a group and then leads it. An operator proposes a group in its"
              + " division and may name a leader. The group is PROPOSED until an operator approves"
              + " it.")
  public GroupReceipt propose(@NotNull @Valid GroupDraft body) {
    return groups.propose(caller.get(), body);
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.OPERATOR})
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "editGroup",
      summary = "Replaces the data of a group",
      description =
          "Allowed for the leader while the group is PROPOSED, and for operators of the group's"
              + " division until it is disbanded.")
  public GroupReceipt edit(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @NotNull @Valid GroupDraft body) {
    return groups.edit(
        caller.get(), id.value(), body, version, EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/approve")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.MODERATION_OPEN})
  @Operation(
      operationId = "approveGroup",
      summary = "Approves a proposed group",
      description =
          "Allowed for operators of the group's division, except one who leads the group. If-Match"
              + " names the version that the operator has read, because its texts become public."
              + " Refused while a finding on them is undecided or they are rejected"
              + " (MODERATION_OPEN), and if the host or the parent group has ended"
              + " (STATE_CONFLICT).")
  public GroupReceipt approve(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @OptionalBody @Valid Requests.Plain body) {
    return groups.approve(
        caller.get(),
        id.value(),
        version,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/suspend")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "suspendGroup",
      summary = "Suspends an active group",
      description =
          "Allowed for operators of the group's division. The group stays public, but nobody can"
              + " join it.")
  public GroupReceipt suspend(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return groups.suspend(
        caller.get(),
        id.value(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/resume")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "resumeGroup",
      summary = "Resumes a suspended group",
      description = "Allowed for operators of the group's division. The group is ACTIVE again.")
  public GroupReceipt resume(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return groups.resume(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/disband")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "disbandGroup",
      summary = "Disbands a group",
      description =
          "Allowed for operators of the group's division. All memberships end in the same ledger"
              + " entry. This is final.")
  public GroupReceipt disband(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return groups.disband(
        caller.get(),
        id.value(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/memberships")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.OPERATOR})
  @Creates("/memberships/{membership.id}")
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.ALREADY_JOINED, ProblemType.NO_PLACE_LEFT})
  @Operation(
      operationId = "joinGroup",
      summary = "Applies for membership in a group, or records a member",
      description =
          "A member applies for itself, without a body; the group's leader or an operator admits or"
              + " declines. An operator of the group's division names a member, who belongs to the"
              + " group at once.")
  public GroupReceipt join(@PathParam("id") Id id, @OptionalBody @Valid Joining body) {
    Caller who = caller.get();
    if (!who.is(Role.OPERATOR)) {
      if (body != null && body.memberId() != null) {
        throw ProblemException.invalid("/memberId", FieldFault.NOT_ALLOWED);
      }
      if (body != null && body.joinedAt() != null) {
        throw ProblemException.invalid("/joinedAt", FieldFault.NOT_ALLOWED);
      }
      EventTime.given(who, body == null ? null : body.occurredAt());
      return groups.join(who, id.value(), null);
    }
    if (body == null || body.memberId() == null) {
      throw ProblemException.invalid("/memberId", FieldFault.REQUIRED);
    }
    return groups.record(
        who,
        id.value(),
        body.memberId().value(),
        body.joinedAt(),
        EventTime.given(who, body.occurredAt()));
  }

  @GET
  @Path("/{id}/memberships")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "listGroupMemberships",
      summary = "Lists the memberships of a group and the applications",
      description =
          "Allowed for the leader, the stewards of its host organisation, and operators and"
              + " auditors of the group's division. Names are masked. Without `state`, memberships"
              + " that have ended are included.")
  public Page<MembershipView> roster(
      @PathParam("id") Id id,
      @QueryParam("state") MembershipState state,
      @BeanParam PageQuery page) {
    return transactions.call(() -> reads.roster(caller.get(), id.value(), state, page));
  }
}
