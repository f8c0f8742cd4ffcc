package org.microwish.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.microwish.statistics.fold.Overview;
import org.microwish.statistics.fold.Selection;

/** How far this instance's statistics are, for those who must wait for them. */
@ApplicationScoped
public class StatisticsProgress {

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final DataSource database;
  private final CurrentStatistics current;
  private final StatisticsPump pump;
  private final StatisticsTables rows = new StatisticsTables();

  StatisticsProgress(DataSource database, CurrentStatistics current, StatisticsPump pump) {
    this.database = database;
    this.current = current;
    this.pump = pump;
  }

  /** Leaves that this instance's answers count. */
  public long treeSize() {
    return current.asOf().treeSize();
  }

  /**
   * The figures that this instance answers now.
   *
   * @param division the path whose subtree is meant
   */
  public Overview overview(String division) {
    Selection selection = new Selection(division, null, null, null);
    return current.ask(statistics -> statistics.overview(selection)).answer();
  }

  /** The tree size that counts everything committed by now. */
  public long target() {
    try (Connection connection = database.getConnection()) {
      return rows.committed(connection);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Waits until this instance's answers count everything that was committed when this was called,
   * whatever is committed meanwhile.
   *
   * @return false when it took longer than that
   */
  public boolean awaitCaughtUp(Duration atMost) {
    long target = target();
    long end = System.nanoTime() + atMost.toNanos();
    while (treeSize() < target) {
      if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      pump.hurry();
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return true;
  }
}
