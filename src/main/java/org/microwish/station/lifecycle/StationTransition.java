package org.microwish.station.lifecycle;

import static org.microwish.lifecycle.table.Row.set;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.lifecycle.table.Row;
import org.microwish.lifecycle.table.TransitionTable;

/** The transition table of stations, their spaces and bookings. */
@SuppressWarnings("ImmutableEnumChecker") // The row's sets are unmodifiable.
public enum StationTransition
    implements Row.Of<StationState, StationRole, BookingState, StationRefusal, StationFact> {
  /** An operator plans a station. */
  PLAN(
      EntryType.STATION_PLANNED,
      set(),
      set(StationState.PLANNED),
      set(StationRole.OPERATOR),
      set(),
      set(),
      set(StationFact.VALUES)),
  /** An operator changes the data of a station. */
  CHANGE(
      EntryType.STATION_CHANGED,
      set(StationState.PLANNED, StationState.OPEN, StationState.SUSPENDED),
      set(),
      set(StationRole.OPERATOR),
      set(),
      set(),
      set(StationFact.VALUES)),
  /** An operator opens a planned station. */
  OPEN(
      EntryType.STATION_OPENED,
      set(StationState.PLANNED),
      set(StationState.OPEN),
      set(StationRole.OPERATOR),
      set(),
      set(StationRefusal.MODERATION_OPEN),
      set()),
  /** An operator suspends a station, which cancels its future bookings. */
  SUSPEND(
      EntryType.STATION_SUSPENDED,
      set(StationState.OPEN),
      set(StationState.SUSPENDED),
      set(StationRole.OPERATOR),
      set(),
      set(),
      set(StationFact.REASON)),
  /** An operator opens a suspended station again. */
  RESUME(
      EntryType.STATION_RESUMED,
      set(StationState.SUSPENDED),
      set(StationState.OPEN),
      set(StationRole.OPERATOR),
      set(),
      set(StationRefusal.MODERATION_OPEN),
      set()),
  /** An operator closes a station for good, which cancels its future bookings. */
  CLOSE(
      EntryType.STATION_CLOSED,
      set(StationState.PLANNED, StationState.OPEN, StationState.SUSPENDED),
      set(StationState.CLOSED),
      set(StationRole.OPERATOR),
      set(),
      set(),
      set(StationFact.REASON)),
  /** An operator or a host records who attends the station. */
  ADD_ATTENDANT(
      EntryType.ATTENDANT_ADDED,
      set(StationState.PLANNED, StationState.OPEN, StationState.SUSPENDED),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(),
      set(),
      set(StationFact.VALUES)),
  /** An operator or a host records that an attendant has stopped. */
  END_ATTENDANT(
      EntryType.ATTENDANT_ENDED,
      set(StationState.PLANNED, StationState.OPEN, StationState.SUSPENDED),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(),
      set(),
      set()),
  /** An operator or a host adds a space. */
  ADD_SPACE(
      EntryType.SPACE_ADDED,
      set(StationState.PLANNED, StationState.OPEN, StationState.SUSPENDED),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(),
      set(),
      set(StationFact.VALUES)),
  /** An operator or a host changes the data of a space. */
  CHANGE_SPACE(
      EntryType.SPACE_CHANGED,
      set(StationState.PLANNED, StationState.OPEN, StationState.SUSPENDED),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(),
      set(),
      set(StationFact.VALUES)),
  /** An operator or a host closes a space, which cancels its future bookings. */
  CLOSE_SPACE(
      EntryType.SPACE_CLOSED,
      set(StationState.PLANNED, StationState.OPEN, StationState.SUSPENDED),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(),
      set(),
      set()),
  /** A member, or an organiser, books a space. */
  BOOK(
      EntryType.BOOKING_MADE,
      set(StationState.OPEN),
      set(),
      set(StationRole.BOOKER),
      set(),
      set(StationRefusal.NOT_BOOKABLE, StationRefusal.OVER_QUOTA, StationRefusal.SLOT_TAKEN),
      set(StationFact.VALUES)),
  /** The host confirms a requested booking. */
  CONFIRM(
      EntryType.BOOKING_CONFIRMED,
      set(StationState.OPEN),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(BookingState.REQUESTED),
      set(StationRefusal.BEGUN, StationRefusal.SLOT_TAKEN),
      set()),
  /** The host declines a requested booking. */
  DECLINE(
      EntryType.BOOKING_DECLINED,
      set(StationState.OPEN, StationState.SUSPENDED, StationState.CLOSED),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(BookingState.REQUESTED),
      set(),
      set()),
  /** The holder or the host cancels a booking before it begins. */
  CANCEL(
      EntryType.BOOKING_CANCELLED,
      set(StationState.OPEN, StationState.SUSPENDED, StationState.CLOSED),
      set(),
      set(StationRole.HOLDER, StationRole.HOST, StationRole.OPERATOR),
      set(BookingState.REQUESTED, BookingState.CONFIRMED),
      set(StationRefusal.BEGUN),
      set()),
  /** The host records that the holder came. */
  USE(
      EntryType.BOOKING_USED,
      set(StationState.OPEN, StationState.SUSPENDED, StationState.CLOSED),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(BookingState.CONFIRMED),
      set(StationRefusal.NOT_BEGUN),
      set()),
  /** The host records that the holder did not come. */
  MISS(
      EntryType.BOOKING_MISSED,
      set(StationState.OPEN, StationState.SUSPENDED, StationState.CLOSED),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(BookingState.CONFIRMED),
      set(StationRefusal.NOT_BEGUN),
      set()),
  /** An operator or a host records a figure. */
  RECORD(
      EntryType.FIGURE_RECORDED,
      set(StationState.OPEN, StationState.SUSPENDED, StationState.CLOSED),
      set(),
      set(StationRole.HOST, StationRole.OPERATOR),
      set(),
      set(),
      set(StationFact.VALUES));

  /** The transition table with a row for each constant. */
  public static final TransitionTable TABLE =
      TransitionTable.of(AggregateType.STATION, StationState.class, StationTransition.class);

  private final Row<StationState, StationRole, BookingState, StationRefusal, StationFact> row;

  StationTransition(
      EntryType entryType,
      Set<StationState> sources,
      Set<StationState> targets,
      Set<StationRole> roles,
      Set<BookingState> parts,
      Set<StationRefusal> refusals,
      Set<StationFact> facts) {
    Set<StationRefusal> all = EnumSet.of(StationRefusal.NOT_PERMITTED, StationRefusal.WRONG_STATE);
    all.addAll(refusals);
    if (!parts.isEmpty()) {
      all.add(StationRefusal.WRONG_BOOKING_STATE);
    }
    this.row =
        new Row<>(
            entryType, sources, targets, roles, parts, Collections.unmodifiableSet(all), facts);
  }

  @Override
  public Row<StationState, StationRole, BookingState, StationRefusal, StationFact> row() {
    return row;
  }
}
