package org.microwish.statistics;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.microwish.ledger.LedgerReader;
import org.microwish.problem.ProblemType;
import org.microwish.statistics.StatisticsTables.Point;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Statistics;

/**
 * Holds the figures of the live generation in memory and answers all queries from them. {@link
 * #refresh} reads the rows that any instance has changed since the last refresh. Each answer counts
 * exactly the leaves below one tree size. When another generation becomes live, all its figures are
 * loaded before queries use them.
 */
@Singleton
final class CurrentStatistics implements LedgerReader {

  /**
   * Maximum number of reads in one {@link #follow}, and of attempts in one {@link #refresh}. A read
   * is repeated if the cursor moved meanwhile, because rows and cursor are read in several
   * statements.
   */
  private static final int ATTEMPTS = 20;

  /** The number of cached answers at which the cache is cleared before another answer is added. */
  private static final int KEPT = 500;

  private final DataSource database;
  private final StatisticsTables rows = new StatisticsTables();
  private final ReentrantLock refreshing = new ReentrantLock();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Object, Object> answers = new ConcurrentHashMap<>();

  /**
   * The ledger state that {@link #statistics} reflects; null before the first refresh. Both fields
   * are written only under the write lock of {@code lock}.
   */
  private AsOf asOf;

  private Statistics statistics;

  CurrentStatistics(DataSource database) {
    this.database = database;
  }

  /** An answer and the state of the ledger from which it was computed. */
  record Answered<T>(AsOf asOf, T answer) {}

  /**
   * Returns the state of the ledger that the figures in memory reflect; loads them if necessary.
   */
  AsOf asOf() {
    load();
    lock.readLock().lock();
    try {
      return asOf;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public long treeSize() {
    return asOf().treeSize();
  }

  /** Computes the answer to a question from the figures in memory, without the cache. */
  <T> Answered<T> ask(Function<Statistics, T> question) {
    load();
    lock.readLock().lock();
    try {
      return new Answered<>(asOf, question.apply(statistics));
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Returns the answer to a question from the cache, or computes and caches it. The cache is
   * cleared when the figures change.
   *
   * @param key identifies the question with all its parameters; equal keys must mean equal
   *     questions
   */
  <T> Answered<T> ask(Object key, Function<Statistics, T> question) {
    load();
    lock.readLock().lock();
    try {
      @SuppressWarnings("unchecked") // Equal keys have the same answer type.
      T answer = (T) answers.get(key);
      if (answer == null) {
        answer = question.apply(statistics);
        if (answers.size() >= KEPT) {
          answers.clear();
        }
        answers.put(key, answer);
      }
      return new Answered<>(asOf, answer);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Loads the figures if they have never been loaded; throws BUSY if that fails because other
   * instances change the rows during every attempt.
   */
  private void load() {
    lock.readLock().lock();
    try {
      if (asOf != null) {
        return;
      }
    } finally {
      lock.readLock().unlock();
    }
    try {
      refresh();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    lock.readLock().lock();
    try {
      if (asOf == null) {
        // Rows changed during every attempt to read them.
        throw ProblemType.BUSY.exception().retryAfter(Duration.ofSeconds(1));
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Reads the rows that have changed since the last refresh, or all rows if another generation is
   * live. Concurrent calls run one after another.
   */
  void refresh() throws SQLException {
    refreshing.lock();
    try (Connection connection = database.getConnection()) {
      boolean done = false;
      for (int attempt = 0; !done && attempt < ATTEMPTS; attempt++) {
        Point point = rows.point(connection);
        AsOf before = asOf;
        if (before == null || before.generation() != point.generation()) {
          done = replace(connection, point);
        } else if (before.treeSize() == point.position()) {
          done = true;
        } else {
          done = follow(connection, statistics, point.generation(), before.treeSize());
        }
      }
    } finally {
      refreshing.unlock();
    }
  }

  /**
   * Loads all rows of a generation, then the rows that changed meanwhile, and makes queries use
   * them. Returns false, without any effect, if {@link #follow} returns false.
   */
  private boolean replace(Connection connection, Point point) throws SQLException {
    Statistics fresh = new Statistics();
    rows.all(connection, point.generation(), fresh::put);
    return follow(connection, fresh, point.generation(), point.position());
  }

  /**
   * Reads the rows changed by leaves with index {@code since} or a higher one, adds them to {@code
   * into} and makes queries use {@code into}. Repeats the read until the cursor does not move
   * during a read.
   *
   * @return false, without any effect, when another generation is live or the cursor moved during
   *     every read
   */
  private boolean follow(Connection connection, Statistics into, long generation, long since)
      throws SQLException {
    Map<AggregateKey, Figures> changed = new LinkedHashMap<>();
    long from = since;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Point before = rows.point(connection);
      rows.changed(
          connection, generation, from, figures -> changed.put(AggregateKey.of(figures), figures));
      Point after = rows.point(connection);
      if (after.generation() != generation) {
        return false;
      }
      if (after.equals(before)) {
        AsOf now =
            new AsOf(generation, after.position(), rows.recordedAt(connection, after.position()));
        lock.writeLock().lock();
        try {
          into.putAll(changed.values());
          statistics = into;
          asOf = now;
          answers.clear();
        } finally {
          lock.writeLock().unlock();
        }
        return true;
      }
      // A row that changed after this read began has the leaf index before.position() or a higher
      // one.
      from = before.position();
    }
    return false;
  }
}
