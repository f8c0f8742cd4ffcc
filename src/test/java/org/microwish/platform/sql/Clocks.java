package org.microwish.platform.sql;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import org.microwish.platform.Time;

/** Clocks of machines that are not this one. */
public final class Clocks {

  private Clocks() {}

  /** Sweeps that go by that clock. */
  public static Sweep sweep(Transactions transactions, DatabaseClock clock) {
    return new Sweep(transactions, clock);
  }

  /** The database's clock as seen from a machine whose own is ahead by that much. */
  public static DatabaseClock ahead(EntityManager entities, Duration offset) {
    return new DatabaseClock(
        entities,
        new Time() {
          @Override
          public Instant now() {
            return super.now().plus(offset);
          }
        });
  }
}
