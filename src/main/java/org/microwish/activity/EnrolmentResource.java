package org.microwish.activity;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.activity.lifecycle.ActivityTransition;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for enrolments in activities. */
@Path("/api/v1/enrolments")
@Tag(name = "activities")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class EnrolmentResource {

  private final ActivityService activities;
  private final ActivityReads reads;
  private final Transactions transactions;
  private final CurrentCaller caller;

  EnrolmentResource(
      ActivityService activities,
      ActivityReads reads,
      Transactions transactions,
      CurrentCaller caller) {
    this.activities = activities;
    this.reads = reads;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** Request body for checking in. */
  @Schema(name = "CheckInAtSession", description = "The code that the session shows now.")
  public record CheckingIn(@NotNull @Text(max = 8) @Schema(examples = "04718236") String code) {}

  /** Request body for recording an attendance. */
  @Schema(name = "Attendance", description = "The attendance that the host records.")
  public record Attending(
      @Min(0)
          @Max(1440)
          @Schema(description = "The minutes that count; default: by the rule of the activity")
          Integer minutes,
      Instant occurredAt) {}

  /** Request body for correcting hours. */
  @Schema(name = "HoursCorrection", description = "The minutes that count, and why they change.")
  public record Correcting(
      @NotNull @Min(0) @Max(1440) Integer minutes,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  @GET
  @RolesAllowed(Role.Name.MEMBER)
  @Operation(
      operationId = "listOwnEnrolments",
      summary = "Lists the caller's own enrolments, oldest first",
      description = "Enrolments of the calling member in all activities, in whatever state.")
  public Page<EnrolmentView> own(@BeanParam PageQuery page) {
    return transactions.call(() -> reads.own(caller.get(), page));
  }

  @GET
  @Path("/calendar")
  @RolesAllowed(Role.Name.MEMBER)
  @Produces(ActivityCalendar.TYPE)
  @Operation(
      operationId = "getOwnCalendar",
      summary = "Reads the caller's own sessions as an iCalendar",
      description = "Sessions that have not ended, with an event (RFC 5545) for each; at most 500.")
  @APIResponse(
      responseCode = "200",
      description = "The calendar",
      content =
          @Content(mediaType = ActivityCalendar.TYPE, schema = @Schema(type = SchemaType.STRING)))
  public String calendar() {
    return transactions.call(() -> reads.calendar(caller.get()));
  }

  @GET
  @Path("/hours")
  @RolesAllowed(Role.Name.MEMBER)
  @Operation(
      operationId = "getOwnHours",
      summary = "Returns the caller's settled hours",
      description = "Counts attended sessions of settled activities.")
  public ActivityReads.Hours hours() {
    return transactions.call(() -> reads.hours(caller.get()));
  }

  @POST
  @Path("/{id}/accept")
  @RolesAllowed(Role.Name.MEMBER)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SESSION_FULL, ProblemType.SESSION_BEGUN})
  @Operation(
      operationId = "acceptEnrolment",
      summary = "Accepts an invitation",
      description =
          "Allowed for the invited member, before the session begins and while a seat is free.")
  public ActivityReceipt acceptEnrolment(
      @PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return activities.onEnrolment(
        caller.get(),
        id.value(),
        ActivityTransition.ACCEPT,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/approve")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SESSION_FULL, ProblemType.SESSION_BEGUN})
  @Operation(
      operationId = "approveEnrolment",
      summary = "Gives a waiting person a seat",
      description = "Allowed for the host and operators.")
  public ActivityReceipt approveEnrolment(
      @PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return activities.onEnrolment(
        caller.get(),
        id.value(),
        ActivityTransition.APPROVE,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/decline")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "declineEnrolment",
      summary = "Ends an invitation or a request",
      description = "Allowed for the host and operators.")
  public ActivityReceipt declineEnrolment(
      @PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return activities.onEnrolment(
        caller.get(),
        id.value(),
        ActivityTransition.DECLINE,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/withdraw")
  @RolesAllowed(Role.Name.MEMBER)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SESSION_BEGUN})
  @Operation(
      operationId = "withdrawEnrolment",
      summary = "Declines an invitation or gives up an enrolment",
      description =
          "Allowed for the member itself, before the session begins. If sign-up is OPEN, the first who waits takes the seat.")
  public ActivityReceipt withdrawEnrolment(
      @PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return activities.onEnrolment(
        caller.get(),
        id.value(),
        ActivityTransition.WITHDRAW,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/miss")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SESSION_NOT_BEGUN})
  @Operation(
      operationId = "recordAbsence",
      summary = "Records that an enrolled person was not there",
      description = "Allowed for the host and operators, once the session has begun.")
  public ActivityReceipt recordAbsence(
      @PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return activities.onEnrolment(
        caller.get(),
        id.value(),
        ActivityTransition.MISS,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/check-in")
  @RolesAllowed(Role.Name.MEMBER)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SESSION_NOT_BEGUN, ProblemType.SESSION_OVER})
  @Operation(
      operationId = "checkInAtSession",
      summary = "Checks in at a session with the code that it shows",
      description =
          "Allowed for the enrolled member, from half an hour before the session until its end. An"
              + " old code and the code of another session are refused. No location is kept.")
  public ActivityReceipt checkIn(@PathParam("id") Id id, @NotNull @Valid CheckingIn body) {
    return activities.checkIn(caller.get(), id.value(), body.code());
  }

  @POST
  @Path("/{id}/attend")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SESSION_NOT_BEGUN})
  @Operation(
      operationId = "recordAttendance",
      summary = "Records that an enrolled person was there",
      description = "Allowed for the host and operators, once the session has begun.")
  public ActivityReceipt attend(@PathParam("id") Id id, @OptionalBody @Valid Attending body) {
    return activities.attend(
        caller.get(),
        id.value(),
        body == null ? null : body.minutes(),
        EventTime.given(caller.get(), body == null ? null : body.occurredAt()));
  }

  @POST
  @Path("/{id}/correct-hours")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "correctHours",
      summary = "Corrects the hours of a person",
      description =
          "Allowed for the host and operators, before and after the settlement; never above the"
              + " length of the session.")
  public ActivityReceipt correct(@PathParam("id") Id id, @NotNull @Valid Correcting body) {
    return activities.correct(
        caller.get(),
        id.value(),
        body.minutes(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
  }
}
