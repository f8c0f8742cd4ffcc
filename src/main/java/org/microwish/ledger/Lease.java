package org.microwish.ledger;

import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Advisory lease on a task that any instance may do. A lease only avoids duplicate work:
 * correctness must not depend on the lease, because two instances may believe that they hold it. A
 * lease expires by the database's clock, so the clocks of the instances do not matter. Not
 * thread-safe.
 */
final class Lease {

  /** How long the lease lasts after an instance took or extended it. */
  static final Duration TERM = Duration.ofSeconds(3);

  /** How long {@link #held()} reuses an answer before it asks the database again. */
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);

  private final Queries queries;
  private final String task;
  private final String holder;
  private boolean held;
  private long askAt = System.nanoTime();

  /**
   * @param task the task's name in the table ledger_lease
   * @param holder this instance's id, unique among all instances
   */
  Lease(DataSource database, String task, String holder) {
    this.queries = new Queries(database);
    this.task = task;
    this.holder = holder;
  }

  /**
   * Takes or extends the lease if no other instance holds it, and returns true if this instance
   * holds it now. Accesses the database at most once a second.
   */
  boolean held() {
    if (System.nanoTime() - askAt >= 0) {
      held = ask(TERM);
      askAt = System.nanoTime() + ASK_EVERY.toNanos();
    }
    return held;
  }

  /** Ends the lease if this instance holds it, so that another instance can take it at once. */
  void release() {
    if (held) {
      ask(Duration.ZERO);
      held = false;
    }
  }

  private boolean ask(Duration term) {
    return queries.update(
            // No grant is longer than the term. A lease that ends more than two terms from now was
            // granted while the database's clock was ahead, and is ignored.
            """
            UPDATE ledger_lease
            SET holder = :holder, held_until = TIMESTAMPADD(MICROSECOND, :term, UTC_TIMESTAMP(6))
            WHERE task = :task AND (holder = :holder OR held_until < UTC_TIMESTAMP(6)
              OR held_until > TIMESTAMPADD(MICROSECOND, :longest, UTC_TIMESTAMP(6)))
            """,
            Map.of(
                "holder",
                holder,
                "term",
                term.toNanos() / 1_000,
                "task",
                task,
                "longest",
                2 * TERM.toNanos() / 1_000))
        == 1;
  }
}
