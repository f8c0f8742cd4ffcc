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
import org.microwish.problem.ProblemType;
import org.microwish.statistics.StatisticsTables.Point;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Statistics;

/**
 * Holds the figures of the live generation in memory and answers all queries from them. {@link
 * #refresh} reads the rows that have changed since, whichever instance wrote them. Every answer
 * reflects exactly one tree size. A generation that becomes live is loaded completely before it
 * answers.
 */
@Singleton
final class CurrentStatistics {

  /**
   * Maximum number of reads in one follow, and of tries in one refresh: rows and cursor are read in
   * several statements, and the cursor can move in between.
   */
  private static final int ATTEMPTS = 20;

  /** Maximum number of cached answers. */
  private static final int KEPT = 500;

  private final DataSource database;
  private final StatisticsTables rows = new StatisticsTables();
  private final ReentrantLock refreshing = new ReentrantLock();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Object, Object> answers = new ConcurrentHashMap<>();

  /** Guarded by lock, like the next field; null before the first refresh. */
  private AsOf asOf;

  private Statistics statistics;

  CurrentStatistics(DataSource database) {
    this.database = database;
  }

  /** An answer and the state of the ledger that it reflects. */
  record Answered<T>(AsOf asOf, T answer) {}

  /** The state of the ledger that an answer given now would reflect. */
  AsOf asOf() {
    load();
    lock.readLock().lock();
    try {
      return asOf;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Answers a question without caching. */
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
   * Answers a question, from the cache if possible: until more leaves are counted, equal keys get
   * the same answer.
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

  /** Loads the figures if they have never been loaded. */
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
        // Rows changed during each try to read them.
        throw ProblemType.BUSY.exception().retryAfter(Duration.ofSeconds(1));
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Reads the rows that have changed. Concurrent calls run one after another. */
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

  /** Loads a whole generation, then what changed meanwhile, and answers from it from then on. */
  private boolean replace(Connection connection, Point point) throws SQLException {
    Statistics fresh = new Statistics();
    rows.all(connection, point.generation(), fresh::put);
    return follow(connection, fresh, point.generation(), point.position());
  }

  /**
   * Reads the rows that leaves from an index on have changed, and applies them. Repeats the read
   * until the cursor does not move during it.
   *
   * @return false when another generation is live, or the cursor moved during every read
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
      // Rows that change after this read have a leaf index of this position or later.
      from = before.position();
    }
    return false;
  }
}
