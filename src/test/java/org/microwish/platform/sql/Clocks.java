package org.microwish.platform.sql;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import org.microwish.platform.Time;

/** Simulates clocks of other machines. */
public final class Clocks {

  private Clocks() {}

  /** Returns a sweep that uses this clock. */
  public static Sweep sweep(Transactions transactions, DatabaseClock clock) {
    return new Sweep(transactions, clock);
  }

  /**
   * Returns the database's clock as seen by a machine whose own clock is ahead by {@code offset}.
   */
  public static DatabaseClock ahead(EntityManager entities, Duration offset) {
    return new DatabaseClock(
        entities,
        new Time() {
          @Override
          public Instant own() {
            return super.own().plus(offset);
          }
        });
  }
}
