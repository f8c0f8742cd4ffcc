package org.microwish.station;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.station.lifecycle.BookingState;

/** Queries on stations, their spaces and bookings. */
interface StationQueries {

  @HQL(
      """
      select count(*) from Attendant
      where stationId = :stationId and memberId = :memberId and liveKey is not null
      """)
  long countAttending(long stationId, long memberId);

  /** Takes a half hour; returns 0 if it is already taken. */
  @SQL(
      """
      INSERT IGNORE INTO station_slot (space_id, slot_start, holder_id)
      VALUES (:spaceId, :slot, :holderId)
      """)
  int take(long spaceId, Instant slot, long holderId);

  @SQL("DELETE FROM station_slot WHERE holder_id = :holderId")
  int release(long holderId);

  /** Returns the beginnings of the taken half hours from {@code start} to {@code end}. */
  @SQL(
      """
      SELECT slot_start FROM station_slot
      WHERE space_id = :spaceId AND slot_start >= :start AND slot_start < :end
      ORDER BY slot_start
      """)
  List<LocalDateTime> taken(long spaceId, Instant start, Instant end);

  /** Counts the holder's own bookings that overlap with a period. */
  @HQL(
      """
      select count(*) from Booking
      where spaceId = :spaceId and state in :live and startAt < :end and endAt > :start
        and (memberId = :memberId or organisationId = :organisationId)
      """)
  long countOverlapping(
      long spaceId,
      Collection<BookingState> live,
      Instant start,
      Instant end,
      Long memberId,
      Long organisationId);

  /** Returns the half hours that a holder has booked in a space from {@code from} to {@code to}. */
  @HQL(
      """
      select coalesce(sum(slots), 0) from Booking
      where spaceId = :spaceId and state in :counted and startAt >= :from and startAt < :to
        and (memberId = :memberId or organisationId = :organisationId)
      """)
  long slotsHeld(
      long spaceId,
      Collection<BookingState> counted,
      Instant from,
      Instant to,
      Long memberId,
      Long organisationId);

  /** Returns the live bookings of a station that begin after a time, in all its spaces. */
  @HQL(
      """
      from Booking where stationId = :stationId and state in :live and startAt > :at order by id
      """)
  List<Booking> future(long stationId, Collection<BookingState> live, Instant at);

  @HQL("from Space where stationId = :stationId order by id")
  List<Space> spaces(long stationId);

  @HQL("select stationId from Booking where id = :id")
  List<Long> stationOfBooking(long id);

  @HQL("select stationId from Space where id = :id")
  List<Long> stationOfSpace(long id);

  @HQL("select stationId from Attendant where id = :id")
  List<Long> stationOfAttendant(long id);

  /** Reads the state of a station and locks its row until the transaction ends. */
  @SQL("SELECT state FROM station WHERE id = :id FOR UPDATE")
  List<String> lockedState(long id);
}
