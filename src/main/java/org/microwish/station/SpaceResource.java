package org.microwish.station;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** HTTP resource for the spaces of stations. */
@Path("/api/v1/spaces")
@Tag(name = "stations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class SpaceResource {

  private final StationService stations;
  private final StationReads reads;
  private final Transactions transactions;
  private final CurrentCaller caller;

  SpaceResource(
      StationService stations,
      StationReads reads,
      Transactions transactions,
      CurrentCaller caller) {
    this.stations = stations;
    this.reads = reads;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** The longest range of days in one request. */
  private static final int MAX_DAYS = 62;

  /** Request body for booking a space. */
  @Schema(
      name = "BookingRequest",
      description = "A booking from one half hour to another, within one day.")
  public record Period(@NotNull Instant start, @NotNull Instant end) {}

  /** The taken half hours of a space. */
  @Schema(
      name = "BusySlots",
      description = "The beginnings of the taken half hours, without who has taken them.")
  public record Busy(List<Instant> busy) {}

  private static ProblemException outOfRange(String parameter) {
    return ProblemException.invalid(FieldError.query(parameter, FieldFault.OUT_OF_RANGE));
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.ALREADY_ENDED})
  @Operation(
      operationId = "changeSpace",
      summary = "Replaces the data of a space",
      description =
          "Allowed for hosts of the station and operators of its division. Bookings stay as they are.")
  public StationReceipt change(@PathParam("id") Id id, @NotNull @Valid SpaceDraft body) {
    return stations.changeSpace(
        caller.get(), id.value(), body, EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/close")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.ALREADY_ENDED})
  @Operation(
      operationId = "closeSpace",
      summary = "Closes a space",
      description = "Cancels all bookings of the space that have not begun.")
  public StationReceipt close(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return stations.closeSpace(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @GET
  @Path("/{id}/busy")
  @PermitAll
  @Operation(
      operationId = "listBusySlots",
      summary = "Lists the taken half hours of a space",
      description = "From the day `from` to the day `to`, at most 62 days.")
  public Busy busy(
      @PathParam("id") Id id,
      @NotNull @QueryParam("from") LocalDate from,
      @NotNull @QueryParam("to") LocalDate to) {
    if (to.isBefore(from) || to.isAfter(from.plusDays(MAX_DAYS - 1))) {
      throw outOfRange("to");
    }
    return new Busy(
        transactions.call(() -> reads.busy(caller.find().orElse(null), id.value(), from, to)));
  }

  @POST
  @Path("/{id}/bookings")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Creates("/bookings/{booking.id}")
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.SLOT_TAKEN, ProblemType.QUOTA_EXCEEDED})
  @Operation(
      operationId = "bookSpace",
      summary = "Books a space",
      description =
          "A member books for itself, an organiser for its organisation. CONFIRMED at once, unless the host must approve it.")
  public StationReceipt book(@PathParam("id") Id id, @NotNull @Valid Period body) {
    return stations.book(caller.get(), id.value(), body.start(), body.end());
  }
}
