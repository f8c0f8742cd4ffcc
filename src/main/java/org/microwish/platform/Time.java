package org.microwish.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The service's clock. It follows the database's clock, which all instances share, so that a
 * machine whose own clock is wrong records no wrong times and accepts no one-time codes of other
 * times. Between two readings of the database it goes on with the machine's steady clock ({@link
 * System#nanoTime}), which nobody sets.
 *
 * <p>Times are in whole microseconds: MySQL rounds finer times and MariaDB truncates them, so a
 * finer value would differ when it is read back.
 */
@ApplicationScoped
public class Time {

  /** The time zone of calendar dates and of times in the API. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /** A moment of the database's clock, and the same moment of the steady clock. */
  private record Anchor(Instant time, long nanos) {

    Instant at(long steady) {
      return time.plusNanos(steady - nanos);
    }
  }

  private volatile Anchor anchor;

  /**
   * The current time in whole microseconds, by the database's clock; by the machine's own clock
   * until the database was read for the first time.
   */
  public Instant now() {
    Anchor known = anchor;
    return known == null ? own() : known.at(System.nanoTime()).truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * This machine's own clock, in whole microseconds. For the lifetime of tokens, which their
   * issuers measure with their own clocks, and to find out how wrong it is.
   */
  public Instant own() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Follows the database's clock. Changes this clock only if the two contradict each other, and no
   * more than needed: nobody knows when exactly the database read its clock during the round trip.
   *
   * @param database what its clock showed
   * @param before {@link System#nanoTime} before the database was asked
   * @param after the same after its answer
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
