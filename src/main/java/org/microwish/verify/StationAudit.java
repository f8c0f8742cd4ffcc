package org.microwish.verify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.station.lifecycle.BookingState;
import org.microwish.station.lifecycle.StationRules;
import org.microwish.station.lifecycle.StationTransition;

/**
 * Checks that each half hour of a space is taken once, and that bookings follow their lifecycle.
 * The caller checks the states of the station itself.
 */
final class StationAudit {

  private static final Duration SLOT = Duration.ofMinutes(30);

  private static final class Booking {
    private String space;
    private Instant start;
    private Instant end;
    private BookingState state;
  }

  private static final class Station {
    private final Map<String, Booking> bookings = new HashMap<>();

    /** The booking that has taken a half hour, by space and beginning of the half hour. */
    private final Map<String, String> taken = new HashMap<>();

    private final Map<String, Boolean> approvals = new HashMap<>();
  }

  private final Map<String, Station> stations = new HashMap<>();

  /** Checks the next leaf of a station; returns the finding, or null if there is none. */
  Finding check(long index, Leaf leaf) {
    Station station = stations.computeIfAbsent(leaf.aggregateId(), id -> new Station());
    try {
      return check(index, leaf, station);
    } catch (ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | DateTimeException malformed) {
      return Rule.ILL_FORMED.at(index, "a fact is missing or has another form: " + malformed);
    }
  }

  private static Finding check(long index, Leaf leaf, Station station) {
    StationTransition command = StationTransition.valueOf(leaf.transition().command());
    Map<String, Object> space = Facts.nullable(leaf.facts(), "space");
    if (space != null) {
      station.approvals.put(Facts.required(space, "id"), (Boolean) space.get("approval"));
    }
    if (command == StationTransition.SUSPEND
        || command == StationTransition.CLOSE
        || command == StationTransition.CLOSE_SPACE) {
      return cancel(index, leaf, station, command, space);
    }
    Map<String, Object> said = Facts.nullable(leaf.facts(), "booking");
    boolean about = command == StationTransition.BOOK || command.isOnPart();
    if (about != (said != null)) {
      return refused(index, command, "booking");
    }
    return said == null ? null : booking(index, station, command, said);
  }

  private static Finding booking(
      long index, Station station, StationTransition command, Map<String, Object> said) {
    String id = Facts.required(said, "id");
    Booking booking = station.bookings.get(id);
    if (command == StationTransition.BOOK) {
      if (booking != null) {
        return refused(index, command, "booking " + id);
      }
      booking = new Booking();
      booking.space = Facts.required(said, "space");
      booking.start = Instant.parse(Facts.required(said, "start"));
      booking.end = Instant.parse(Facts.required(said, "end"));
      station.bookings.put(id, booking);
    } else if (booking == null || !command.parts().contains(booking.state)) {
      return refused(index, command, "booking " + id);
    }
    BookingState next = StationRules.bookingAfter(command, station.approvals.get(booking.space));
    if (!next.name().equals(said.get("state"))) {
      return refused(index, command, "state " + said.get("state"));
    }
    booking.state = next;
    for (String slot : slots(booking)) {
      if (next == BookingState.CONFIRMED) {
        String other = station.taken.putIfAbsent(slot, id);
        if (other != null) {
          return Rule.SLOT_TAKEN_TWICE.at(index, id, slot, other);
        }
      } else if (next == BookingState.CANCELLED) {
        station.taken.remove(slot, id);
      }
    }
    return null;
  }

  private static List<String> slots(Booking booking) {
    List<String> slots = new ArrayList<>();
    for (Instant at = booking.start; at.isBefore(booking.end); at = at.plus(SLOT)) {
      slots.add(booking.space + " " + at);
    }
    return slots;
  }

  private static Finding cancel(
      long index,
      Leaf leaf,
      Station station,
      StationTransition command,
      Map<String, Object> space) {
    String only = command == StationTransition.CLOSE_SPACE ? Facts.required(space, "id") : null;
    long cancelled = 0;
    for (Map.Entry<String, Booking> entry : station.bookings.entrySet()) {
      Booking booking = entry.getValue();
      if (BookingState.LIVE.contains(booking.state)
          && booking.start.isAfter(leaf.recordedAt())
          && (only == null || only.equals(booking.space))) {
        booking.state = BookingState.CANCELLED;
        slots(booking).forEach(slot -> station.taken.remove(slot, entry.getKey()));
        cancelled++;
      }
    }
    return Long.valueOf(cancelled).equals(leaf.facts().get("cancelled"))
        ? null
        : refused(index, command, "cancelled " + leaf.facts().get("cancelled") + " ≠ " + cancelled);
  }

  private static Finding refused(long index, StationTransition command, Object why) {
    return Rule.STATION_REFUSED.at(index, command, why);
  }
}
