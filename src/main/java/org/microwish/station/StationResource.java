package org.microwish.station;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.station.lifecycle.BookingState;
import org.microwish.station.lifecycle.Indicator;
import org.microwish.station.lifecycle.StationKind;
import org.microwish.station.lifecycle.StationOrigin;
import org.microwish.station.lifecycle.StationState;

/** HTTP resource for stations. */
@Path("/api/v1/stations")
@Tag(
    name = "stations",
    description = "Stations (阵地), such as service centres and halls, their spaces and bookings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class StationResource {

  private final StationService stations;
  private final StationReads reads;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  StationResource(
      StationService stations,
      StationReads reads,
      Divisions divisions,
      Transactions transactions,
      CurrentCaller caller) {
    this.stations = stations;
    this.reads = reads;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** Query parameters for listing stations. */
  public static class StationQuery {
    @QueryParam("kind")
    StationKind kind;

    @QueryParam("origin")
    StationOrigin origin;

    @QueryParam("state")
    StationState state;

    @QueryParam("division")
    @Text(max = DivisionCode.MAX_LENGTH)
    String division;

    @QueryParam("q")
    @Text(max = 40)
    String text;
  }

  /** Request body for adding an attendant. */
  @Schema(name = "AttendantRequest", description = "A member who attends the station.")
  public record Attending(
      @NotNull Id memberId,
      @Text(max = 100) @Schema(description = "The duty area") String duty,
      @Schema(description = "Since when; default: now") Instant since,
      Instant occurredAt) {}

  /** Request body for recording a figure. */
  @Schema(
      name = "StationFigureRequest",
      description = "A number for a year, or for a month. A later one corrects it.")
  public record Counted(
      @NotNull Indicator indicator,
      @NotNull @Min(1949) @Max(9999) Integer year,
      @Min(1) @Max(12) Integer month,
      @NotNull @Min(0) @Max(1_000_000_000) Long value,
      Instant occurredAt) {}

  @GET
  @PermitAll
  @Expensive(with = "q")
  @Operation(
      operationId = "listStations",
      summary = "Lists stations in the order in which they were recorded",
      description =
          "Everybody sees stations, except PLANNED ones, which operators and auditors of their division see.")
  public Page<StationView> list(@BeanParam @Valid StationQuery query, @BeanParam PageQuery page) {
    return transactions.call(
        () ->
            reads.list(
                caller.find().orElse(null),
                new StationReads.Query(
                    query.kind,
                    query.origin,
                    query.state,
                    divisions.subtree(query.division, "division"),
                    query.text),
                page));
  }

  @GET
  @Path("/{id}")
  @PermitAll
  @Operation(
      operationId = "getStation",
      summary = "Reads a station",
      description = "Everybody reads stations that are not PLANNED.")
  public StationView get(@PathParam("id") Id id) {
    return transactions.call(() -> reads.read(caller.find().orElse(null), id.value()));
  }

  @POST
  @RolesAllowed(Role.Name.OPERATOR)
  @Creates("/stations/{stationId}")
  @Operation(
      operationId = "planStation",
      summary = "Plans a station",
      description =
          "An operator plans a station in its division. The station is PLANNED until an operator opens it.")
  public StationReceipt plan(@NotNull @Valid StationDraft body) {
    return stations.plan(caller.get(), body, false);
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "changeStation",
      summary = "Replaces the data of a station",
      description = "Allowed for operators of the station's division until it is closed.")
  public StationReceipt change(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @NotNull @Valid StationDraft body) {
    return stations.change(
        caller.get(), id.value(), body, version, EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/open")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.MODERATION_OPEN})
  @Operation(
      operationId = "openStation",
      summary = "Opens a planned station",
      description =
          "Refused while a finding on its texts is undecided (MODERATION_OPEN), and if a host organisation has been dissolved (STATE_CONFLICT).")
  public StationReceipt open(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return stations.open(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/resume")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.MODERATION_OPEN})
  @Operation(
      operationId = "resumeStation",
      summary = "Opens a suspended station again",
      description = "Refused if a host organisation has been dissolved (STATE_CONFLICT).")
  public StationReceipt resume(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return stations.resume(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/suspend")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "suspendStation",
      summary = "Suspends a station",
      description = "Cancels all bookings of the station that have not begun.")
  public StationReceipt suspend(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return stations.suspend(
        caller.get(),
        id.value(),
        body.reason().value(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/close")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "closeStation",
      summary = "Closes a station for good",
      description = "Cancels all bookings of the station that have not begun.")
  public StationReceipt close(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return stations.close(
        caller.get(),
        id.value(),
        body.reason().value(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/attendants")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Creates("/stations/{id}")
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "addAttendant",
      summary = "Records who attends a station",
      description = "Allowed for hosts of the station and operators of its division.")
  public StationReceipt attend(@PathParam("id") Id id, @NotNull @Valid Attending body) {
    return stations.addAttendant(
        caller.get(),
        id.value(),
        body.memberId().value(),
        body.duty(),
        body.since(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @GET
  @Path("/{id}/spaces")
  @PermitAll
  @Operation(
      operationId = "listSpaces",
      summary = "Lists the spaces of a station",
      description = "Closed spaces are listed too.")
  public Page<SpaceView> spaces(@PathParam("id") Id id, @BeanParam PageQuery page) {
    return transactions.call(() -> reads.spaces(caller.find().orElse(null), id.value(), page));
  }

  @POST
  @Path("/{id}/spaces")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Creates("/stations/{stationId}/spaces")
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "addSpace",
      summary = "Adds a space to a station",
      description = "Allowed for hosts of the station and operators of its division.")
  public StationReceipt addSpace(@PathParam("id") Id id, @NotNull @Valid SpaceDraft body) {
    return stations.addSpace(
        caller.get(), id.value(), body, EventTime.given(caller.get(), body.occurredAt()));
  }

  @GET
  @Path("/{id}/bookings")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "listBookings",
      summary = "Lists the bookings of a station",
      description = "Allowed for hosts of the station, and operators and auditors of its division.")
  public Page<BookingView> bookings(
      @PathParam("id") Id id, @QueryParam("state") BookingState state, @BeanParam PageQuery page) {
    return transactions.call(() -> reads.bookings(caller.get(), id.value(), state, page));
  }

  @GET
  @Path("/{id}/figures")
  @PermitAll
  @Operation(
      operationId = "listStationFigures",
      summary = "Lists the figures of a station",
      description = "The last figure of an indicator and a period is the valid one.")
  public Page<FigureView> figures(@PathParam("id") Id id, @BeanParam PageQuery page) {
    return transactions.call(() -> reads.figures(caller.find().orElse(null), id.value(), page));
  }

  @POST
  @Path("/{id}/figures")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Creates("/stations/{stationId}/figures")
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "recordStationFigure",
      summary = "Records a figure of a station",
      description = "Allowed for hosts of the station and operators of its division.")
  public StationReceipt record(@PathParam("id") Id id, @NotNull @Valid Counted body) {
    return stations.record(
        caller.get(),
        id.value(),
        body.indicator(),
        body.year(),
        body.month(),
        body.value(),
        EventTime.given(caller.get(), body.occurredAt()));
  }
}
