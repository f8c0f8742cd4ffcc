package org.microwish.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
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

  private final DataSource database;
  private final String task;
  private final String holder;
  private boolean held;
  private long askAt = System.nanoTime();

  /**
   * @param task a row of ledger_lease
   * @param holder this instance, different from all others
   */
  Lease(DataSource database, String task, String holder) {
    this.database = database;
    this.task = task;
    this.holder = holder;
  }

  /** Whether the task is ours, asking the database at most once a second. */
  boolean held() throws SQLException {
    if (System.nanoTime() - askAt >= 0) {
      held = ask(TERM);
      askAt = System.nanoTime() + ASK_EVERY.toNanos();
    }
    return held;
  }

  /** Lets another have it at once. */
  void release() throws SQLException {
    if (held) {
      ask(Duration.ZERO);
      held = false;
    }
  }

  private boolean ask(Duration term) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE ledger_lease SET holder = ?,"
                    + " held_until = TIMESTAMPADD(MICROSECOND, ?, UTC_TIMESTAMP(6))"
                    + " WHERE task = ? AND (holder = ? OR held_until < UTC_TIMESTAMP(6)"
                    // Nobody is granted so much: the database's clock was ahead, and is right
                    // again.
                    + " OR held_until > TIMESTAMPADD(MICROSECOND, ?, UTC_TIMESTAMP(6)))")) {
      update.setString(1, holder);
      update.setLong(2, term.toNanos() / 1_000);
      update.setString(3, task);
      update.setString(4, holder);
      update.setLong(5, 2 * TERM.toNanos() / 1_000);
      return update.executeUpdate() == 1;
    }
  }
}
