package org.microwish.statistics;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Time;
import org.microwish.platform.sql.JdbcTransaction;
import org.microwish.platform.sql.Transactions;
import org.microwish.statistics.fold.BoardMonth;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.WishFigures;

/**
 * Folds leaves into the rows of a generation, in leaf order. A step moves the cursor and writes the
 * rows in one transaction. It moves the cursor first, by compare-and-set: a concurrent step waits
 * for the lock on the cursor, then finds that the cursor has moved, and writes nothing. So any
 * number of steps may run at the same time, and a step that fails has no effect.
 */
@Singleton
final class Projection {

  private static final Logger LOG = Logger.getLogger(Projection.class);

  /**
   * Maximum number of leaves per step; the transaction of a step takes some tens of milliseconds.
   */
  static final int BATCH = 500;

  /** The result of a step. */
  enum Step {
    /** There were no new leaves. */
    LEVEL,
    /** The step counted some leaves. */
    ADVANCED,
    /**
     * Another step counted the leaves first, or the transaction conflicted; nothing was written.
     */
    OVERTAKEN
  }

  private final DataSource database;
  private final StatisticsTables rows = new StatisticsTables();
  private final Time time;

  Projection(DataSource database, Time time) {
    this.database = database;
    this.time = time;
  }

  /**
   * Counts the next leaves after the cursor, at most {@link #BATCH}.
   *
   * @return OVERTAKEN, without any effect, if another step counted the leaves first or the
   *     transaction conflicted
   * @throws SQLException for all other database errors
   */
  Step step(StatisticsCursor cursor) throws SQLException {
    long position;
    Batch batch;
    try (Connection connection = database.getConnection()) {
      position = cursor.ledger().place(connection).position();
      // Leaves never change, so they are read and parsed before the cursor is locked.
      batch = Batch.of(rows.leaves(connection, position, BATCH));
    }
    if (batch.isEmpty()) {
      return Step.LEVEL;
    }
    try {
      return JdbcTransaction.call(
          database,
          connection -> {
            if (advance(connection, cursor, position, batch)) {
              return Step.ADVANCED;
            }
            connection.rollback();
            return Step.OVERTAKEN;
          });
    } catch (SQLException | RuntimeException failed) {
      if (Transactions.isRepeatable(failed)) {
        return Step.OVERTAKEN;
      }
      throw failed;
    }
  }

  /**
   * Moves the cursor past a batch and writes the resulting rows, in the caller's transaction.
   *
   * @return false when the cursor is not at {@code position} or has no generation; the caller must
   *     then roll back
   */
  boolean advance(Connection connection, StatisticsCursor cursor, long position, Batch batch)
      throws SQLException {
    if (!cursor.ledger().move(connection, position, position + batch.size(), time.now())) {
      return false;
    }
    Optional<Long> generation = rows.generation(connection, cursor);
    if (generation.isEmpty()) {
      return false;
    }
    Map<AggregateKey, Figures> figures = rows.load(connection, generation.get(), batch.keys());
    batch.fold(figures);
    rows.write(connection, generation.get(), batch.written());
    rows.remember(connection, generation.get(), batch.boards);
    rows.note(connection, generation.get(), batch.faults);
    return true;
  }

  /** A batch of leaves, the figures that result from folding them, and the faults found. */
  static final class Batch {
    private final Map<Long, Leaf> leaves = new LinkedHashMap<>();
    private final Map<Long, String> faults = new LinkedHashMap<>();
    private final Map<BoardMonth, Instant> boards = new HashMap<>();
    private final Map<AggregateKey, Figures> changed = new LinkedHashMap<>();
    private final Map<AggregateKey, Long> changedBy = new HashMap<>();
    private int size;

    private Batch() {}

    /**
     * Parses leaves; each leaf that cannot be parsed becomes a fault.
     *
     * @param stored the bytes of the leaves by index, in leaf order
     */
    static Batch of(Map<Long, byte[]> stored) {
      Batch batch = new Batch();
      batch.size = stored.size();
      stored.forEach(
          (index, bytes) -> {
            try {
              batch.leaves.put(index, Leaf.parse(bytes));
            } catch (IllegalArgumentException unreadable) {
              batch.fault(index, "unreadable: " + unreadable.getMessage());
            }
          });
      return batch;
    }

    int size() {
      return size;
    }

    boolean isEmpty() {
      return size == 0;
    }

    Set<AggregateKey> keys() {
      Set<AggregateKey> keys = new LinkedHashSet<>();
      leaves.values().forEach(leaf -> keys.add(AggregateKey.of(leaf)));
      return keys;
    }

    /** Folds every leaf into the figures of its aggregate, in leaf order, and updates the map. */
    void fold(Map<AggregateKey, Figures> figures) {
      leaves.forEach((index, leaf) -> fold(figures, index, leaf));
    }

    private void fold(Map<AggregateKey, Figures> figures, long index, Leaf leaf) {
      AggregateKey key = AggregateKey.of(leaf);
      Figures before = figures.get(key);
      try {
        Optional<Figures> folded = Fold.apply(before, index, leaf);
        if (folded.isEmpty()) {
          return;
        }
        Optional<String> fault = Fold.fault(before, leaf);
        if (fault.isPresent()) {
          fault(index, fault.get());
          if (before != null && leaf.version() <= before.version()) {
            return;
          }
        }
        Figures after = folded.get();
        figures.put(key, after);
        changed.put(key, after);
        changedBy.put(key, index);
        if (after instanceof WishFigures wish) {
          for (BoardMonth board : BoardMonth.touched((WishFigures) before, wish, index)) {
            boards.merge(board, leaf.recordedAt(), (a, b) -> a.isBefore(b) ? a : b);
          }
        }
      } catch (IllegalArgumentException uncountable) {
        fault(index, uncountable.getMessage());
      }
    }

    /**
     * Records that a leaf cannot be counted correctly. Such a leaf must not stop all statistics: it
     * is left out, or counted as far as possible, and the health check shows the number of faults.
     */
    private void fault(long index, String reason) {
      LOG.warnf("Leaf %d cannot be counted correctly: %s", index, reason);
      faults.put(index, String.valueOf(reason));
    }

    private Map<Figures, Long> written() {
      Map<Figures, Long> written = new LinkedHashMap<>();
      changed.forEach((key, figures) -> written.put(figures, changedBy.get(key)));
      return written;
    }
  }
}
