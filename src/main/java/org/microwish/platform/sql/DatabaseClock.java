package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.microwish.platform.Time;

/**
 * The database's clock, which all instances share. This service uses it to decide whether deadlines
 * have passed, so that an instance with a wrong clock does not expire claims too early. {@link
 * Time} follows each reading.
 */
@ApplicationScoped
public class DatabaseClock {

  /**
   * How far the clock of an instance's machine may differ from the database's clock; with a greater
   * difference, {@link Sweep} does not process deadlines in this instance.
   */
  public static final Duration TOLERANCE = Duration.ofSeconds(60);

  private final EntityManager entities;
  private final Time time;
  private volatile Duration offset = Duration.ZERO;

  DatabaseClock(EntityManager entities, Time time) {
    this.entities = entities;
    this.time = time;
  }

  /**
   * Reads the database's clock and adjusts {@link Time} to it. Returns the database's time in UTC,
   * in whole microseconds. Must be called in a transaction.
   */
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

  /**
   * Returns how far this machine's own clock was ahead of the database's clock at the last call of
   * {@link #now}; negative if it was behind.
   */
  public Duration offset() {
    return offset;
  }

  /**
   * Returns whether this machine's own clock differed by no more than {@link #TOLERANCE} from the
   * database's clock at the last call of {@link #now}.
   */
  public boolean isOwnClockRight() {
    return offset.abs().compareTo(TOLERANCE) <= 0;
  }
}
