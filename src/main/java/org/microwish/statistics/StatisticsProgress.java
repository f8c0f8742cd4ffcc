package org.microwish.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.sql.DataSource;
import org.microwish.ledger.LedgerReader;
import org.microwish.statistics.fold.Overview;
import org.microwish.statistics.fold.Selection;
import org.microwish.statistics.fold.Statistics;

/**
 * Reports how many leaves this instance's statistics count, and lets callers wait until they count
 * all.
 */
@ApplicationScoped
public class StatisticsProgress implements LedgerReader {

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

  /** Returns the number of leaves that this instance's answers count. */
  @Override
  public long treeSize() {
    return current.asOf().treeSize();
  }

  /**
   * Returns the overview from this instance's current figures.
   *
   * @param division a division's path; its whole subtree is counted
   */
  public Overview overview(String division) {
    Selection selection = new Selection(division, null, null, null);
    return current.ask(statistics -> statistics.overview(selection)).answer();
  }

  /** An answer and the state of the ledger that it reflects. */
  public record Answer<T>(AsOfView asOf, T answer) {}

  /** Computes an answer from this instance's current figures. */
  public <T> Answer<T> ask(Function<Statistics, T> question) {
    CurrentStatistics.Answered<T> answered = current.ask(question);
    return new Answer<>(AsOfView.of(answered.asOf()), answered.answer());
  }

  /**
   * Returns the size that the ledger tree will have once every entry committed so far has a leaf.
   */
  public long target() {
    try (Connection connection = database.getConnection()) {
      return rows.committed(connection);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Waits until this instance's answers count every entry that was committed before this call.
   *
   * @return false if that takes longer than {@code atMost} or the thread is interrupted
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
