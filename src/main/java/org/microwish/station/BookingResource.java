package org.microwish.station;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
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
import org.microwish.station.lifecycle.StationTransition;

/** HTTP resource for bookings of spaces. */
@Path("/api/v1/bookings")
@Tag(name = "stations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class BookingResource {

  private final StationService stations;
  private final StationReads reads;
  private final Transactions transactions;
  private final CurrentCaller caller;

  BookingResource(
      StationService stations,
      StationReads reads,
      Transactions transactions,
      CurrentCaller caller) {
    this.stations = stations;
    this.reads = reads;
    this.transactions = transactions;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Operation(
      operationId = "listOwnBookings",
      summary = "Lists the caller's own bookings, oldest first",
      description =
          "The bookings of the calling member, or of the organisation of the calling organiser.")
  public Page<BookingView> own(@BeanParam PageQuery page) {
    return transactions.call(() -> reads.own(caller.get(), page));
  }

  @POST
  @Path("/{id}/confirm")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SLOT_TAKEN, ProblemType.BOOKING_BEGUN})
  @Operation(
      operationId = "confirmBooking",
      summary = "Confirms a requested booking",
      description = "Allowed for hosts of the station and operators of its division.")
  public StationReceipt confirm(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return stations.confirm(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/decline")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "declineBooking",
      summary = "Declines a requested booking",
      description = "Allowed for hosts of the station and operators of its division.")
  public StationReceipt decline(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return stations.decide(
        caller.get(),
        id.value(),
        StationTransition.DECLINE,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/cancel")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.BOOKING_BEGUN})
  @Operation(
      operationId = "cancelBooking",
      summary = "Cancels a booking before it begins",
      description =
          "Allowed for hosts of the station and operators of its division, and for the holder.")
  public StationReceipt cancel(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return stations.decide(
        caller.get(),
        id.value(),
        StationTransition.CANCEL,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/used")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.BOOKING_NOT_BEGUN})
  @Operation(
      operationId = "useBooking",
      summary = "Records that the holder of a booking came",
      description = "Allowed for hosts of the station and operators of its division.")
  public StationReceipt use(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return stations.decide(
        caller.get(),
        id.value(),
        StationTransition.USE,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/no-show")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.BOOKING_NOT_BEGUN})
  @Operation(
      operationId = "missBooking",
      summary = "Records that the holder of a booking did not come",
      description = "Allowed for hosts of the station and operators of its division.")
  public StationReceipt miss(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return stations.decide(
        caller.get(),
        id.value(),
        StationTransition.MISS,
        EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }
}
