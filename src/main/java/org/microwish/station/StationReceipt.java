package org.microwish.station;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;
import org.microwish.station.lifecycle.BookingState;
import org.microwish.station.lifecycle.StationState;

/**
 * Response to a command on a station.
 *
 * @param stationId the station
 * @param version the station's version after the command
 * @param state the station's state after the command
 * @param booking the booking that the command created or changed, if any
 * @param spaceId the space that the command concerns, if any
 * @param itemId the attendant or figure that the command created or changed, if any
 * @param ledger the ledger entry that records the command
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "The result of a command on a station, the booking, space, attendant or figure that it"
            + " created or changed, and the ledger entry that records it.")
public record StationReceipt(
    Id stationId,
    long version,
    StationState state,
    BookingPart booking,
    Id spaceId,
    Id itemId,
    LedgerReceipt ledger)
    implements VersionedReceipt {

  /** The booking in the receipt, with its state after the command. */
  @Schema(name = "StationReceiptBooking")
  public record BookingPart(Id id, BookingState state) {}

  static StationReceipt of(StationContext context, LedgerReceipt ledger) {
    Booking booking = context.booking;
    return new StationReceipt(
        new Id(context.station.id),
        context.station.version,
        context.station.state,
        booking == null ? null : new BookingPart(new Id(booking.id), booking.state),
        context.space == null ? null : new Id(context.space.id),
        context.other == null ? null : new Id(context.other),
        ledger);
  }
}
