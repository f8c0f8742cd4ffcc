package org.microwish.station;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.station.lifecycle.OpenHours;
import org.microwish.station.lifecycle.StationState;

/**
 * Takes and releases half hours of spaces in the caller's transaction. The primary key of the rows
 * admits one holder for each half hour, whoever takes it.
 */
@ApplicationScoped
public class SpaceSlots {

  private static final Duration SLOT = Duration.ofMinutes(30);

  private final StationQueries queries;
  private final EntityManager entities;

  SpaceSlots(StationQueries queries, EntityManager entities) {
    this.queries = queries;
    this.entities = entities;
  }

  /**
   * Takes a space for something that is not a booking, such as an activity. Locks the station's row
   * until the transaction ends, so that the station is not suspended meanwhile.
   *
   * @param holderId the id with which {@link #release} gives the half hours back
   * @throws ProblemException VALIDATION_FAILED for /spaceId, /start or /end, STATE_CONFLICT if the
   *     station or the space is not open, SLOT_TAKEN with the first half hour that is taken
   */
  public void take(long spaceId, Instant start, Instant end, long holderId) {
    Space space = entities.find(Space.class, spaceId);
    if (space == null) {
      throw ProblemException.invalid("/spaceId", FieldFault.NOT_FOUND);
    }
    String state = queries.lockedState(space.stationId).getFirst();
    if (!state.equals(StationState.OPEN.name()) || space.endedAt != null) {
      throw ProblemType.STATE_CONFLICT
          .exception()
          .with("state", space.endedAt == null ? state : "CLOSED");
    }
    Station station = entities.find(Station.class, space.stationId);
    requireOpen(station, space, start, end);
    insert(spaceId, start, end, holderId);
  }

  /** Gives back all half hours of a holder. Does nothing if the holder has none. */
  public void release(long holderId) {
    queries.release(holderId);
  }

  /** Inserts a row for each half hour; throws SLOT_TAKEN if one is taken. */
  void insert(long spaceId, Instant start, Instant end, long holderId) {
    for (Instant slot = start; slot.isBefore(end); slot = slot.plus(SLOT)) {
      if (queries.take(spaceId, slot, holderId) == 0) {
        throw taken(spaceId, slot);
      }
    }
  }

  static ProblemException taken(long spaceId, Instant slot) {
    return ProblemType.SLOT_TAKEN
        .exception()
        .with("spaceId", Id.text(spaceId))
        .with("slot", slot.toString());
  }

  /** Returns the number of half hours between two times that lie on half hours. */
  static int slots(Instant start, Instant end) {
    return Math.toIntExact(Duration.between(start, end).dividedBy(SLOT));
  }

  /**
   * Throws VALIDATION_FAILED unless both times lie on half hours of one day, in this order, and the
   * station and the space are open from one to the other.
   */
  static void requireOpen(Station station, Space space, Instant start, Instant end) {
    require(isSlot(start), "/start", FieldFault.INVALID_FORMAT);
    require(isSlot(end), "/end", FieldFault.INVALID_FORMAT);
    require(start.isBefore(end), "/end", FieldFault.WRONG_ORDER);
    LocalDate day = start.atZone(Time.ZONE).toLocalDate();
    // An end at midnight belongs to the day before.
    require(
        end.minusSeconds(1).atZone(Time.ZONE).toLocalDate().equals(day),
        "/end",
        FieldFault.OUT_OF_RANGE);
    LocalTime from = start.atZone(Time.ZONE).toLocalTime();
    LocalTime to = end.atZone(Time.ZONE).toLocalTime();
    require(
        OpenHours.parse(station.hours).covers(day, from, to)
            && OpenHours.parse(space.hours).covers(day, from, to),
        "/start",
        FieldFault.CLOSED);
  }

  private static boolean isSlot(Instant time) {
    return time.getNano() == 0 && time.getEpochSecond() % SLOT.toSeconds() == 0;
  }

  static void require(boolean holds, String pointer, FieldFault fault) {
    if (!holds) {
      throw ProblemException.invalid(pointer, fault);
    }
  }
}
