package org.microwish.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The service's clock. It follows the clock of the database, which all instances share. So a
 * machine whose own clock is wrong neither records wrong times nor accepts one-time codes that are
 * not valid now. Between two readings of the database's clock, the machine's steady clock ({@link
 * System#nanoTime}) measures the time: nobody can set that clock.
 *
 * <p>Times are in whole microseconds. MySQL rounds finer times and MariaDB truncates them, so a
 * finer time would differ from the stored one.
 */
@ApplicationScoped
public class Time {

  /** The time zone of calendar dates, and of the times that the API returns. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /**
   * A moment at which this clock was set, usually to a reading of the database's clock.
   *
   * @param time the time of this clock at that moment
   * @param nanos {@link System#nanoTime} at that moment
   */
  private record Anchor(Instant time, long nanos) {

    Instant at(long steady) {
      return time.plusNanos(steady - nanos);
    }
  }

  private volatile Anchor anchor;

  /**
   * Returns the current time in whole microseconds, by the database's clock. Until that clock has
   * been read for the first time, returns the time of the machine's own clock.
   */
  public Instant now() {
    Anchor known = anchor;
    return known == null ? own() : known.at(System.nanoTime()).truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns the current day in {@link #ZONE}. */
  public LocalDate today() {
    return LocalDate.ofInstant(now(), ZONE);
  }

  /**
   * Returns the time of this machine's own clock, in whole microseconds. For the lifetime of
   * tokens, whose issuers use the clocks of their own machines, and to measure how wrong this
   * machine's clock is.
   */
  public Instant own() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Adjusts this clock to a reading of the database's clock. The database read its clock at an
   * unknown moment between {@code before} and {@code after}. If this clock's time for that interval
   * contains the reading, nothing changes; otherwise this clock changes by the smallest amount that
   * makes the interval contain the reading.
   *
   * @param database what the database's clock showed
   * @param before {@link System#nanoTime} before the query was sent
   * @param after {@link System#nanoTime} after the response arrived
   */
  public synchronized void follow(Instant database, long before, long after) {
    Anchor known = anchor == null ? new Anchor(own(), System.nanoTime()) : anchor;
    Instant earliest = known.at(before);
    Instant latest = known.at(after);
    if (database.isBefore(earliest)) {
      anchor = new Anchor(database, before);
    } else if (database.isAfter(latest)) {
      anchor = new Anchor(database, after);
    } else {
      anchor = known;
    }
  }
}
