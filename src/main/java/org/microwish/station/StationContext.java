package org.microwish.station;

import java.time.Instant;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.CommandContext;
import org.microwish.station.lifecycle.StationRole;

/** The data of one running command on a station. */
final class StationContext extends CommandContext<Station, StationRole> {
  final Station station;

  /** The booking that the command addresses or creates, or null. */
  Booking booking;

  /** The space of the booking, or the space that the command creates or changes, or null. */
  Space space;

  /** The first half hour of the booking that is already taken, or null. */
  Instant takenSlot;

  /** The id of the attendant or figure that the command creates or changes, or null. */
  Long other;

  StationContext(
      Caller caller,
      Station station,
      Booking booking,
      Set<StationRole> roles,
      long entryId,
      EventTime when) {
    super(caller, station, roles, entryId, when);
    this.station = station;
    this.booking = booking;
  }

  @Override
  public Long partId() {
    return booking == null ? null : booking.id;
  }
}
