package org.microwish.activity;

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
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.activity.lifecycle.ActivityKind;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
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
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** HTTP resource for activities. */
@Path("/api/v1/activities")
@Tag(
    name = "activities",
    description = "Activities (活动) with their sessions, enrolments, attendance and hours")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class ActivityResource {

  private final ActivityService activities;
  private final ActivityReads reads;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  ActivityResource(
      ActivityService activities,
      ActivityReads reads,
      Divisions divisions,
      Transactions transactions,
      CurrentCaller caller) {
    this.activities = activities;
    this.reads = reads;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** Query parameters for listing activities. */
  public static class ActivityQuery {
    @QueryParam("kind")
    ActivityKind kind;

    @QueryParam("state")
    ActivityState state;

    @QueryParam("division")
    @Text(max = DivisionCode.MAX_LENGTH)
    String division;

    @QueryParam("from")
    OffsetDateTime from;

    @QueryParam("until")
    OffsetDateTime until;

    @QueryParam("hostId")
    Id hostId;

    @QueryParam("groupId")
    Id groupId;
  }

  /** Request body for signing up for a session or inviting a member to it. */
  @Schema(
      name = "ActivityEnrolmentRequest",
      description = "The session, and whom the host invites to it.")
  public record Enrolling(
      @NotNull Id sessionId,
      @Schema(description = "The member whom the host invites; missing to sign up oneself")
          Id memberId,
      Instant occurredAt) {}

  @GET
  @PermitAll
  @Operation(
      operationId = "listActivities",
      summary = "Lists activities in the order in which they were recorded",
      description =
          "Everybody sees PUBLISHED, HELD and SETTLED activities. Operators and auditors also see"
              + " all other activities of their division and below, a leader those of its groups,"
              + " and a steward those of its organisation.")
  public Page<ActivityView> list(@BeanParam @Valid ActivityQuery query, @BeanParam PageQuery page) {
    return transactions.call(
        () ->
            reads.list(
                caller.find().orElse(null),
                new ActivityReads.Query(
                    query.kind,
                    query.state,
                    divisions.subtree(query.division, "division"),
                    query.from == null ? null : query.from.toInstant(),
                    query.until == null ? null : query.until.toInstant(),
                    query.hostId == null ? null : query.hostId.value(),
                    query.groupId == null ? null : query.groupId.value()),
                page));
  }

  @GET
  @Path("/{id}")
  @PermitAll
  @Operation(
      operationId = "getActivity",
      summary = "Reads an activity and its sessions",
      description =
          "Everybody reads PUBLISHED, HELD and SETTLED activities. Others are visible to the host,"
              + " to those enrolled, and to operators and auditors of the division.")
  public ActivityView get(@PathParam("id") Id id) {
    return transactions.call(() -> reads.read(caller.find().orElse(null), id.value()));
  }

  @GET
  @Path("/{id}/calendar")
  @PermitAll
  @Produces(ActivityCalendar.TYPE)
  @Operation(
      operationId = "getActivityCalendar",
      summary = "Reads the sessions of an activity as an iCalendar",
      description = "One event for each session (RFC 5545). Visible like `getActivity`.")
  @APIResponse(
      responseCode = "200",
      description = "The calendar",
      content =
          @Content(mediaType = ActivityCalendar.TYPE, schema = @Schema(type = SchemaType.STRING)))
  public String calendar(@PathParam("id") Id id) {
    return transactions.call(() -> reads.calendar(caller.find().orElse(null), id.value()));
  }

  @POST
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Creates("/activities/{activityId}")
  @Operation(
      operationId = "createActivity",
      summary = "Records a draft of an activity",
      description =
          "Allowed for a steward of the host organisation, the leader of the active host group, and"
              + " operators of the division.")
  public ActivityReceipt create(@NotNull @Valid ActivityDraft body) {
    EventTime.given(caller.get(), body.occurredAt());
    return activities.create(caller.get(), body, false);
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "editActivity",
      summary = "Replaces the data of a draft",
      description = "Allowed for the host and operators of the division. Sessions get new ids.")
  public ActivityReceipt edit(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @NotNull @Valid ActivityDraft body) {
    return activities.edit(
        caller.get(), id.value(), body, version, EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/submit")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SESSION_BEGUN})
  @Operation(
      operationId = "submitActivity",
      summary = "Submits a draft for review",
      description = "Allowed for the host and operators, before the first session begins.")
  public ActivityReceipt submitActivity(
      @PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return activities.submit(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/return")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "returnActivity",
      summary = "Returns a submitted activity to its host",
      description = "Allowed for operators of the division. The activity is a DRAFT again.")
  public ActivityReceipt returnActivity(
      @PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return activities.giveBack(
        caller.get(),
        id.value(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/reject")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "rejectActivity",
      summary = "Rejects a submitted activity",
      description = "Allowed for operators of the division. This is final.")
  public ActivityReceipt rejectActivity(
      @PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return activities.reject(
        caller.get(),
        id.value(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/publish")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({
    ProblemType.STATE_CONFLICT,
    ProblemType.MODERATION_OPEN,
    ProblemType.SESSION_BEGUN,
    ProblemType.SLOT_TAKEN
  })
  @Operation(
      operationId = "publishActivity",
      summary = "Publishes a submitted activity",
      description =
          "Allowed for operators of the division. If-Match names the version that the operator has read. Refused while a finding on its texts is undecided (MODERATION_OPEN), and if the host has ended or the space is not open (STATE_CONFLICT). Books the space, unless a half hour is taken (SLOT_TAKEN).")
  public ActivityReceipt publishActivity(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @OptionalBody @Valid Requests.Plain body) {
    return activities.publish(
        caller.get(),
        id.value(),
        version,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/cancel")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "cancelActivity",
      summary = "Cancels an activity",
      description =
          "Allowed for the host and operators. All enrolments end in the same ledger entry, and everybody enrolled finds it in the inbox.")
  public ActivityReceipt cancelActivity(
      @PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return activities.cancel(
        caller.get(),
        id.value(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/close")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SESSION_NOT_BEGUN})
  @Operation(
      operationId = "closeActivity",
      summary = "Records that the activity took place",
      description =
          "Allowed for the host and operators once all sessions have begun. Invitations and waiting end.")
  public ActivityReceipt closeActivity(
      @PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return activities.close(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/settle")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "settleActivity",
      summary = "Settles the hours of an activity, once",
      description =
          "Allowed for the host and operators. Who has a seat and was not recorded as present was absent.")
  public ActivityReceipt settleActivity(
      @PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return activities.settle(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/enrolments")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Creates("/enrolments/{enrolment.id}")
  @Problems({
    ProblemType.STATE_CONFLICT,
    ProblemType.ALREADY_ENROLLED,
    ProblemType.SESSION_BEGUN,
    ProblemType.BY_INVITATION
  })
  @Operation(
      operationId = "enrolInActivity",
      summary = "Signs up for a session, or invites a member to it",
      description =
          "A member signs up before the session begins: it is ENROLLED if sign-up is OPEN and a seat"
              + " is free, otherwise WAITING. The host or an operator names a member, who is"
              + " INVITED.")
  public ActivityReceipt enrol(@PathParam("id") Id id, @NotNull @Valid Enrolling body) {
    Caller who = caller.get();
    Instant at = EventTime.given(who, body.occurredAt());
    if (body.memberId() != null) {
      return activities.invite(
          who, id.value(), body.sessionId().value(), body.memberId().value(), at);
    }
    if (!who.is(Role.MEMBER)) {
      throw ProblemException.invalid("/memberId", FieldFault.REQUIRED);
    }
    return activities.signUp(who, id.value(), body.sessionId().value());
  }

  @GET
  @Path("/{id}/enrolments")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "listActivityEnrolments",
      summary = "Lists who takes part in an activity",
      description =
          "Allowed for the host, and operators and auditors of the division. Names are masked.")
  public Page<EnrolmentView> roster(
      @PathParam("id") Id id,
      @QueryParam("state") EnrolmentState state,
      @BeanParam PageQuery page) {
    return transactions.call(() -> reads.roster(caller.get(), id.value(), state, page));
  }

  @GET
  @Path("/{id}/sessions/{sessionId}/code")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Operation(
      operationId = "getSessionCode",
      summary = "Returns the code with which people check in now",
      description = "Allowed for the host and operators. The code changes every 30 seconds.")
  public ActivityReads.Code code(@PathParam("id") Id id, @PathParam("sessionId") Id sessionId) {
    return transactions.call(() -> reads.code(caller.get(), id.value(), sessionId.value()));
  }
}
