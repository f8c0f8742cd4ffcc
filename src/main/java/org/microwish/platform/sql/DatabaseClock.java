package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.microwish.platform.Time;

/**
 * The database's clock, which all instances share. Deadlines are evaluated by it, so that an
 * instance with a wrong clock does not expire claims early. {@link Time} follows each reading.
 */
@ApplicationScoped
public class DatabaseClock {

  /** How far an instance's own clock may be off before it stops processing deadlines. */
  public static final Duration TOLERANCE = Duration.ofSeconds(60);

  private final EntityManager entities;
  private final Time time;
  private volatile Duration offset = Duration.ZERO;

  DatabaseClock(EntityManager entities, Time time) {
    this.entities = entities;
    this.time = time;
  }

  /** The database's time in UTC, in whole microseconds; needs a transaction. */
  public Instant now() {
    long before = System.nanoTime();
    Object now =
        entities
            .createNativeQuery("SELECT UTC_TIMESTAMP(6)", LocalDateTime.class)
            .getSingleResult();
    long after = System.nanoTime();
    Instant database = ((LocalDateTime) now).toInstant(ZoneOffset.UTC);
    offset = Duration.between(database, time.own());
    time.follow(database, before, after);
    return database;
  }

  /** How far this instance's own clock was ahead of the database's at the last {@link #now}. */
  public Duration offset() {
    return offset;
  }

  /** Whether this instance's own clock was within the tolerance at the last {@link #now}. */
  public boolean isOwnClockRight() {
    return offset.abs().compareTo(TOLERANCE) <= 0;
  }
}
