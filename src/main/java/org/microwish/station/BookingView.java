package org.microwish.station;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.station.lifecycle.BookingState;

/** A booking, for its holder, the hosts of the station, and operators and auditors. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Booking", description = "A booking of a space by a member or an organisation.")
public record BookingView(
    Id id,
    Id stationId,
    Id spaceId,
    Id memberId,
    Id organisationId,
    BookingState state,
    Instant start,
    Instant end,
    Instant madeAt,
    Instant decidedAt) {

  static BookingView of(Booking row) {
    return new BookingView(
        new Id(row.id),
        new Id(row.stationId),
        new Id(row.spaceId),
        row.memberId == null ? null : new Id(row.memberId),
        row.organisationId == null ? null : new Id(row.organisationId),
        row.state,
        row.startAt,
        row.endAt,
        row.madeAt,
        row.decidedAt);
  }
}
