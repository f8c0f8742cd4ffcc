package org.microwish.station;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.party.LiveUses;
import org.microwish.party.MemberWork;
import org.microwish.party.PartyType;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.station.lifecycle.BookingState;
import org.microwish.station.lifecycle.StationState;

/**
 * Counts what ties a member or an organisation to stations: attendances, bookings that are not over
 * and hosted stations. While there are any, the member cannot leave and the organisation cannot be
 * dissolved. Also exports a member's attendances and bookings.
 */
@ApplicationScoped
class StationTies implements LiveUses, MemberWork {

  private final StationQueries queries;
  private final Time time;

  StationTies(StationQueries queries, Time time) {
    this.queries = queries;
    this.time = time;
  }

  @Override
  public Map<String, Long> liveUses(PartyType type, long id) {
    return switch (type) {
      case MEMBER ->
          Map.of(
              "attendances",
              queries.countAttending(id),
              "bookings",
              queries.countBooked(id, BookingState.LIVE, time.now()));
      case ORGANISATION ->
          Map.of(
              "stations",
              queries.countHosted("%" + Station.line(id) + "%", StationState.CLOSED),
              "bookings",
              queries.countBookedBy(id, BookingState.LIVE, time.now()));
    };
  }

  @Override
  public Map<String, List<Long>> unfinished(long memberId) {
    Instant now = time.now();
    return Map.of(
        "attendances",
        queries.attendances(memberId).stream()
            .filter(attendant -> attendant.endedAt == null)
            .map(attendant -> attendant.id)
            .toList(),
        "bookings",
        queries.ofMember(memberId).stream()
            .filter(booking -> BookingState.LIVE.contains(booking.state))
            .filter(booking -> booking.endAt.isAfter(now))
            .map(booking -> booking.id)
            .toList());
  }

  @Override
  public void erase(long memberId) {
    queries.forgetDutiesOf(memberId);
  }

  @Override
  public void export(JsonGenerator json, long memberId) throws IOException {
    json.writeArrayFieldStart("attendances");
    for (Attendant attendant : queries.attendances(memberId)) {
      json.writeStartObject();
      json.writeStringField("id", Id.text(attendant.id));
      json.writeStringField("stationId", Id.text(attendant.stationId));
      if (attendant.duty != null) {
        json.writeStringField("duty", attendant.duty);
      }
      time(json, "since", attendant.since);
      time(json, "endedAt", attendant.endedAt);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("bookings");
    for (Booking booking : queries.ofMember(memberId)) {
      json.writeStartObject();
      json.writeStringField("id", Id.text(booking.id));
      json.writeStringField("spaceId", Id.text(booking.spaceId));
      json.writeStringField("state", booking.state.name());
      time(json, "start", booking.startAt);
      time(json, "end", booking.endAt);
      time(json, "madeAt", booking.madeAt);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void time(JsonGenerator json, String field, Instant at) throws IOException {
    if (at != null) {
      json.writeStringField(field, SpaceSlots.text(at));
    }
  }
}
