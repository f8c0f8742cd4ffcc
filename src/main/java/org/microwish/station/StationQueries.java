package org.microwish.station;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.party.DivisionContents;
import org.microwish.station.lifecycle.BookingState;
import org.microwish.station.lifecycle.StationState;

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

  /** Deletes future half hours that were not taken by bookings; {@code spaceId} null for all. */
  @SQL(
      """
      DELETE FROM station_slot
      WHERE slot_start > :at
        AND space_id IN (
          SELECT id FROM station_space
          WHERE station_id = :stationId AND (:spaceId IS NULL OR id = :spaceId))
        AND holder_id NOT IN (SELECT id FROM station_booking WHERE station_id = :stationId)
      """)
  int releaseFuture(long stationId, Long spaceId, Instant at);

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

  @HQL("select count(*) from Station where divisionPath = :path and state <> :closed")
  long countIn(String path, StationState closed);

  /**
   * Returns the stations of merged divisions, each with the path of the successor; without closed
   * stations and stations under a legal hold.
   */
  @HQL(
      """
      select x.id, s.path from Station x
      join Division d on d.path = x.divisionPath join Division s on s.code = d.successor
      where x.state <> :closed and x.held = false
      order by x.id limit :limit
      """)
  List<DivisionContents.Misplaced> misplaced(StationState closed, int limit);

  /** Counts the stations that an organisation hosts; {@code id} is its line in the hosts. */
  @HQL("select count(*) from Station where hosts like :id and state <> :closed")
  long countHosted(String id, StationState closed);

  @HQL("select count(*) from Attendant where memberId = :memberId and liveKey is not null")
  long countAttending(long memberId);

  @HQL("select count(*) from Booking where memberId = :memberId and state in :live and endAt > :at")
  long countBooked(long memberId, Collection<BookingState> live, Instant at);

  @HQL(
      """
      select count(*) from Booking
      where organisationId = :organisationId and state in :live and endAt > :at
      """)
  long countBookedBy(long organisationId, Collection<BookingState> live, Instant at);

  @HQL("from Attendant where memberId = :memberId order by id")
  List<Attendant> attendances(long memberId);

  @HQL("from Booking where memberId = :memberId order by id")
  List<Booking> ofMember(long memberId);

  /** Blanks the duty areas of the attendants of a station, which may name people. */
  @HQL("update Attendant set duty = null where stationId = :stationId")
  int forgetDuties(long stationId);

  /** Blanks the names of the spaces of a station. */
  @HQL("update Space set name = '' where stationId = :stationId")
  int forgetNames(long stationId);

  /** Blanks the duty areas of a member. */
  @HQL("update Attendant set duty = null where memberId = :memberId")
  int forgetDutiesOf(long memberId);

  @HQL("select id from Station where createdBy = :account and id > :after order by id limit :limit")
  List<Long> plannedBy(String account, long after, int limit);

  /**
   * Finds stations that were closed before a time and are not erased yet. Excludes stations under a
   * legal hold and sample stations.
   */
  @HQL(
      """
      select id from Station
      where endedAt < :before and erasedAt is null and held = false and sample = false
      order by endedAt, id limit :limit
      """)
  List<Long> endedBefore(Instant before, int limit);

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
