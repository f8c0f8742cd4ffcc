package org.microwish.statistics;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.microwish.statistics.StatisticsTables.Point;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Statistics;

/**
 * The rows of the live generation, held in this instance's memory and ready to answer. It follows
 * the rows whoever writes them: {@link #refresh} reads what leaves have changed since. Every answer
 * is true of one tree size, and a generation that takes another's place is read whole before it
 * answers.
 */
@Singleton
final class CurrentStatistics {

  /** Rows and cursor are read in several statements; so often until nothing moved in between. */
  private static final int ATTEMPTS = 20;

  /** Answers kept for one tree size. */
  private static final int KEPT = 500;

  private final DataSource database;
  private final StatisticsTables rows = new StatisticsTables();
  private final ReentrantLock refreshing = new ReentrantLock();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Object, Object> answers = new ConcurrentHashMap<>();

  /** Both guarded by lock. */
  private AsOf asOf;

  private Statistics statistics;

  CurrentStatistics(DataSource database) {
    this.database = database;
  }

  /** An answer and what it is true of. */
  record Answered<T>(AsOf asOf, T answer) {}

  /** What an answer given now would be true of. */
  AsOf asOf() {
    load();
    lock.readLock().lock();
    try {
      return asOf;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Asks, without keeping the answer. */
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
   * Asks what may have been asked before: until the next leaf is counted, equal keys get the same
   * answer.
   *
   * @param key says the question and all its parameters
   */
  <T> Answered<T> ask(Object key, Function<Statistics, T> question) {
    load();
    lock.readLock().lock();
    try {
      @SuppressWarnings("unchecked") // Whoever asks with this key gets this type.
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

  /** Makes sure that there is something to answer from. */
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
  }

  /** Takes in what has changed in the rows; whoever comes while another does it waits for that. */
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

  /** Reads a generation whole, then what changed meanwhile, and lets it answer from then on. */
  private boolean replace(Connection connection, Point point) throws SQLException {
    Statistics fresh = new Statistics();
    rows.all(connection, point.generation(), fresh::put);
    return follow(connection, fresh, point.generation(), point.position());
  }

  /**
   * Reads the rows that leaves from an index on have changed, until the cursor stands still
   * meanwhile, and puts them in.
   *
   * @return false when another generation has taken over, or the cursor would not stand still
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
      // Whatever changed after this look bears a leaf from its position on.
      from = before.position();
    }
    return false;
  }
}
