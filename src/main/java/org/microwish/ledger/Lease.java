package org.microwish.ledger;

import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Who does a task that any instance may do. It only saves work: nothing is wrong when two believe
 * that they hold it. Kept in database time, so that clocks do not matter. Not for several threads.
 */
final class Lease {

  /** How long one grant lasts. */
  static final Duration TERM = Duration.ofSeconds(3);

  /** How long a holder relies on a grant before it asks again, and others before they ask. */
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);

  private final Queries queries;
  private final String task;
  private final String holder;
  private boolean held;
  private long askAt = System.nanoTime();

  /**
   * @param task a row of ledger_lease
   * @param holder this instance, different from all others
   */
  Lease(DataSource database, String task, String holder) {
    this.queries = new Queries(database);
    this.task = task;
    this.holder = holder;
  }

  /** Whether the task is ours, asking the database at most once a second. */
  boolean held() {
    if (System.nanoTime() - askAt >= 0) {
      held = ask(TERM);
      askAt = System.nanoTime() + ASK_EVERY.toNanos();
    }
    return held;
  }

  /** Lets another have it at once. */
  void release() {
    if (held) {
      ask(Duration.ZERO);
      held = false;
    }
  }

  private boolean ask(Duration term) {
    return queries.update(
            // Nobody is granted twice the term: where a lease ends later, the database's clock was
            // ahead and is right again.
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
