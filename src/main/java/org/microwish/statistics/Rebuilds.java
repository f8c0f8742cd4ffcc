package org.microwish.statistics;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.JdbcQuery;
import org.microwish.platform.sql.JdbcTransaction;
import org.microwish.platform.sql.Transactions;

/**
 * Recomputes all statistics from the first leaf on: fills a new generation of rows while the live
 * one answers queries, and makes the new one live when it has counted as many leaves. All state is
 * in the database, so a rebuild continues if the instance that started it stops, and all instances
 * that count leaves work on it.
 */
@Singleton
final class Rebuilds {

  /** Maximum number of rows of a replaced generation that are deleted per table and transaction. */
  private static final int REMOVED_AT_ONCE = 1_000;

  /** The id of the first generation, which migration V7 created; it is not a rebuild. */
  private static final long FIRST = 1;

  private final DataSource database;
  private final StatisticsTables rows = new StatisticsTables();
  private final Ids ids;
  private final Time time;

  Rebuilds(DataSource database, Ids ids, Time time) {
    this.database = database;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Starts a rebuild in the caller's transaction, or returns the running one.
   *
   * @param account the account that requests the rebuild
   */
  Rebuild start(Connection connection, String account) throws SQLException {
    Optional<Rebuild> running = running(connection);
    if (running.isPresent()) {
      return running.get();
    }
    long id = ids.next();
    try {
      JdbcQuery.of(
              connection,
              """
              INSERT INTO statistics_generation (id, role, requested_by, started_at)
              VALUES (:id, :role, :account, :now)
              """)
          .set("id", id)
          .set("role", StatisticsCursor.FILLING)
          .set("account", account)
          .set("now", time.now())
          .run();
    } catch (SQLException taken) {
      if (Transactions.isDuplicate(taken)) {
        return running(connection).orElseThrow(() -> new IllegalStateException(taken));
      }
      throw taken;
    }
    long position = StatisticsCursor.FILLING.ledger().lock(connection);
    StatisticsCursor.FILLING.ledger().move(connection, position, 0, time.now());
    return find(connection, id).orElseThrow();
  }

  /** Starts a rebuild in a transaction of its own, or returns the running one. */
  Rebuild start(String account) throws SQLException {
    return JdbcTransaction.call(database, connection -> start(connection, account));
  }

  /** Reads the rebuild with that id, running or completed; empty if there is none. */
  Optional<Rebuild> find(long id) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return find(connection, id);
    }
  }

  /** Reads the running rebuild; empty if none is running. */
  Optional<Rebuild> running() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return running(connection);
    }
  }

  /**
   * Makes the filling generation live, if it has counted at least as many leaves as the live one.
   * Otherwise the tree size of answers would decrease.
   *
   * @return whether this call made the generation live
   */
  boolean finish() throws SQLException {
    try {
      return JdbcTransaction.call(database, this::finish);
    } catch (SQLException failed) {
      if (Transactions.isRepeatable(failed)) {
        return false;
      }
      throw failed;
    }
  }

  private boolean finish(Connection connection) throws SQLException {
    // Until the commit, these locks keep both cursors from moving. There is no deadlock with a
    // step, which locks only one cursor.
    long live = StatisticsCursor.LIVE.ledger().lock(connection);
    long filled = StatisticsCursor.FILLING.ledger().lock(connection);
    Optional<Long> old = rows.generation(connection, StatisticsCursor.LIVE);
    Optional<Long> fresh = rows.generation(connection, StatisticsCursor.FILLING);
    if (old.isEmpty() || fresh.isEmpty() || filled < live) {
      return false;
    }
    JdbcQuery.of(connection, "UPDATE statistics_generation SET role = NULL WHERE id = :id")
        .set("id", old.get())
        .run();
    JdbcQuery.of(
            connection,
            """
            UPDATE statistics_generation SET role = :role, live_at = :now, tree_size = :size
            WHERE id = :id
            """)
        .set("role", StatisticsCursor.LIVE)
        .set("now", time.now())
        .set("size", filled)
        .set("id", fresh.get())
        .run();
    StatisticsCursor.LIVE.ledger().move(connection, live, filled, time.now());
    return true;
  }

  /**
   * Deletes some rows of a generation that a rebuild has replaced.
   *
   * @return whether there may be more rows to delete
   */
  boolean clean() throws SQLException {
    try (Connection connection = database.getConnection()) {
      Optional<Long> replaced = replaced(connection);
      if (replaced.isEmpty()) {
        return false;
      }
      // Each statement is a transaction of its own, because the deletes need not be atomic.
      if (rows.remove(connection, replaced.get(), REMOVED_AT_ONCE) == 0) {
        JdbcQuery.of(
                connection,
                """
                UPDATE statistics_generation SET removed_at = :now WHERE id = :id AND role IS NULL
                """)
            .set("now", time.now())
            .set("id", replaced.get())
            .run();
      }
      return true;
    } catch (SQLException failed) {
      if (Transactions.isRepeatable(failed)) {
        return true;
      }
      throw failed;
    }
  }

  private static Optional<Long> replaced(Connection connection) throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT id FROM statistics_generation
            WHERE role IS NULL AND removed_at IS NULL ORDER BY id LIMIT 1
            """)
        .first(Long.class);
  }

  private Optional<Rebuild> running(Connection connection) throws SQLException {
    return select(connection, "g.role = 'FILLING' AND g.id <> :id", FIRST);
  }

  private Optional<Rebuild> find(Connection connection, long id) throws SQLException {
    return id == FIRST ? Optional.empty() : select(connection, "g.id = :id", id);
  }

  private record Generation(
      long id,
      String role,
      Instant startedAt,
      Instant liveAt,
      Long sizeWhenLive,
      long filled,
      long size) {

    Rebuild rebuild() {
      boolean filling = StatisticsCursor.FILLING.name().equals(role);
      return new Rebuild(
          id, startedAt, liveAt, filling ? filled : sizeWhenLive, filling ? size : sizeWhenLive);
    }
  }

  private static Optional<Rebuild> select(Connection connection, String condition, long id)
      throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT g.id, g.role, g.started_at, g.live_at, g.tree_size, c.position,
              (SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM ledger_leaf)
            FROM statistics_generation g, ledger_cursor c
            WHERE c.consumer = :consumer AND %s
            """
                .formatted(condition))
        .set("consumer", StatisticsCursor.FILLING.consumer())
        .set("id", id)
        .first(Generation.class)
        .map(Generation::rebuild);
  }

  /**
   * The state of a rebuild.
   *
   * @param id the id of the generation that the rebuild fills
   * @param startedAt when the rebuild was requested
   * @param liveAt when the generation became live; null while the rebuild is running
   * @param position the number of leaves counted so far; of a completed rebuild, those counted when
   *     its generation became live
   * @param treeSize the number of leaves to count; of a completed rebuild, equal to {@code
   *     position}
   */
  record Rebuild(long id, Instant startedAt, Instant liveAt, long position, long treeSize) {
    boolean isComplete() {
      return liveAt != null;
    }
  }
}
