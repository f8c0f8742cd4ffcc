package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.microwish.platform.Time;

/**
 * The database's clock: the one time that all instances agree on. Deadlines are decided by it, so
 * that an instance whose own clock has jumped ends nobody's claim.
 */
@ApplicationScoped
public class DatabaseClock {

  /** How far an instance's own clock may be off before it leaves deadlines to the others. */
  public static final Duration TOLERANCE = Duration.ofSeconds(60);

  private final EntityManager entities;
  private final Time time;
  private volatile Duration offset = Duration.ZERO;

  DatabaseClock(EntityManager entities, Time time) {
    this.entities = entities;
    this.time = time;
  }

  /** The database's time, in UTC, whole microseconds; needs a transaction. */
  public Instant now() {
    Object now =
        entities
            .createNativeQuery("SELECT UTC_TIMESTAMP(6)", LocalDateTime.class)
            .getSingleResult();
    Instant database = ((LocalDateTime) now).toInstant(ZoneOffset.UTC);
    offset = Duration.between(database, time.now());
    return database;
  }

  /** How far this instance's clock was ahead of the database's when last looked at. */
  public Duration offset() {
    return offset;
  }

  /** Whether this instance's clock was close enough when last looked at. */
  public boolean isOwnClockRight() {
    return offset.abs().compareTo(TOLERANCE) <= 0;
  }
}
