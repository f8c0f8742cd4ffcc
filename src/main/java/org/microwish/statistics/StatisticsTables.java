package org.microwish.statistics;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.JdbcQuery;
import org.microwish.statistics.fold.BoardMonth;
import org.microwish.statistics.fold.Figures;

/**
 * Reads and writes the tables of the statistics and the statistics' rows in {@code ledger_cursor},
 * and reads the ledger's entries and leaves. Callers manage the transactions. Longer than 400 lines
 * because half of them are SQL.
 */
final class StatisticsTables {

  /** The number of rows per page in {@link #all}. */
  private static final int PAGE = 5_000;

  private static final int LONGEST_REASON = 200;

  private final FiguresCodec codec = new FiguresCodec();

  /**
   * The generation of statistics rows from which queries are answered, and the number of leaves
   * counted in it. A rebuild fills another generation.
   */
  record Point(long generation, long position) {}

  // The ledger ----------------------------------------------------------------------------------

  private record StoredLeaf(long index, byte[] payload) {}

  /**
   * Reads the bytes of at most {@code limit} leaves from the index {@code from} on, by index; stops
   * before the first missing index.
   */
  Map<Long, byte[]> leaves(Connection connection, long from, int limit) throws SQLException {
    Map<Long, byte[]> leaves = new LinkedHashMap<>();
    for (StoredLeaf leaf :
        JdbcQuery.of(
                connection,
                """
                SELECT l.leaf_index, e.payload
                FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id
                WHERE l.leaf_index >= :from ORDER BY l.leaf_index LIMIT :limit
                """)
            .set("from", from)
            .set("limit", limit)
            .list(StoredLeaf.class)) {
      if (leaf.index() != from + leaves.size()) {
        break;
      }
      leaves.put(leaf.index(), leaf.payload());
    }
    return leaves;
  }

  /** Reads the number of leaves in the ledger. */
  long size(Connection connection) throws SQLException {
    return number(connection, "SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM ledger_leaf");
  }

  /** Reads the number of leaves that the ledger will have once every committed entry has a leaf. */
  long committed(Connection connection) throws SQLException {
    // One statement, so that both tables are read in the same snapshot.
    return number(
        connection,
        """
        SELECT (SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM ledger_leaf)
          + (SELECT COUNT(*) FROM ledger_queue)
        """);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    return JdbcQuery.of(connection, sql).first(Long.class).orElseThrow();
  }

  /**
   * Reads when the entry of the leaf with the index {@code size - 1} was recorded; null if {@code
   * size} is 0.
   */
  Instant recordedAt(Connection connection, long size) throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT e.recorded_at FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id
            WHERE l.leaf_index = :last
            """)
        .set("last", size - 1)
        .first(Instant.class)
        .orElse(null);
  }

  /** Reads the current time from the database's clock. */
  Instant now(Connection connection) throws SQLException {
    return JdbcQuery.of(connection, "SELECT UTC_TIMESTAMP(6)").first(Instant.class).orElseThrow();
  }

  /** Checks whether the ledger contains the entry that froze a board. */
  boolean isFrozen(Connection connection, String board) throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT aggregate_version FROM ledger_entry
            WHERE aggregate_type = :type AND aggregate_id = :board AND aggregate_version = 1
            """)
        .set("type", AggregateType.LEADERBOARD)
        .set("board", board)
        .first(Long.class)
        .isPresent();
  }

  // Generations ---------------------------------------------------------------------------------

  /**
   * Reads the id of the generation that belongs to a cursor; empty for FILLING if no rebuild is
   * running.
   */
  Optional<Long> generation(Connection connection, StatisticsCursor cursor) throws SQLException {
    return JdbcQuery.of(connection, "SELECT id FROM statistics_generation WHERE role = :role")
        .set("role", cursor)
        .first(Long.class);
  }

  /** Reads the id of the live generation and the position of its cursor. */
  Point point(Connection connection) throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT g.id, c.position FROM statistics_generation g, ledger_cursor c
            WHERE g.role = 'LIVE' AND c.consumer = :consumer
            """)
        .set("consumer", StatisticsCursor.LIVE.consumer())
        .first(Point.class)
        .orElseThrow(() -> new IllegalStateException("no generation of the statistics is live"));
  }

  // Figures -------------------------------------------------------------------------------------

  /**
   * Reads the figures of the given aggregates; aggregates without figures are missing in the
   * result.
   */
  Map<AggregateKey, Figures> load(
      Connection connection, long generation, Collection<AggregateKey> keys) throws SQLException {
    Map<AggregateType, List<String>> byType = new EnumMap<>(AggregateType.class);
    keys.forEach(
        key -> byType.computeIfAbsent(key.type(), type -> new ArrayList<>()).add(key.id()));
    Map<AggregateKey, Figures> found = new HashMap<>();
    for (Map.Entry<AggregateType, List<String>> each : byType.entrySet()) {
      for (byte[] stored :
          JdbcQuery.of(
                  connection,
                  """
                  SELECT figures FROM statistics_figures
                  WHERE generation = :generation AND aggregate_type = :type AND aggregate_id IN (:ids)
                  """)
              .set("generation", generation)
              .set("type", each.getKey())
              .set("ids", each.getValue())
              .list(byte[].class)) {
        Figures figures = codec.read(each.getKey(), stored);
        found.put(AggregateKey.of(figures), figures);
      }
    }
    return found;
  }

  private record FiguresRow(
      long generation, AggregateType type, String id, long leafIndex, byte[] figures) {}

  /**
   * Inserts or replaces the rows of figures.
   *
   * @param leafByFigures for each figures, the index of the last leaf folded into them
   */
  void write(Connection connection, long generation, Map<Figures, Long> leafByFigures)
      throws SQLException {
    List<FiguresRow> rows = new ArrayList<>();
    leafByFigures.forEach(
        (figures, leaf) ->
            rows.add(
                new FiguresRow(
                    generation, figures.type(), figures.id(), leaf, codec.write(figures))));
    // REPLACE is enough, because every column is written. In an upsert, VALUES() is deprecated in
    // MySQL, and MariaDB does not support MySQL's alternative.
    Bulk.run(
        connection,
        """
        REPLACE INTO statistics_figures
          (generation, aggregate_type, aggregate_id, leaf_index, figures)
        VALUES (:generation, :type, :id, :leafIndex, :figures)
        """,
        rows);
  }

  private record TypedFigures(AggregateType type, String id, byte[] figures) {}

  /** Reads all figures of a generation in pages, which are not read from one snapshot. */
  void all(Connection connection, long generation, Consumer<Figures> each) throws SQLException {
    String type = "";
    String id = "";
    List<TypedFigures> page;
    do {
      page =
          JdbcQuery.of(
                  connection,
                  """
                  SELECT aggregate_type, aggregate_id, figures FROM statistics_figures
                  WHERE generation = :generation
                    AND (aggregate_type > :type OR aggregate_type = :type AND aggregate_id > :id)
                  ORDER BY aggregate_type, aggregate_id LIMIT :limit
                  """)
              .set("generation", generation)
              .set("type", type)
              .set("id", id)
              .set("limit", PAGE)
              .list(TypedFigures.class);
      for (TypedFigures row : page) {
        each.accept(codec.read(row.type(), row.figures()));
        type = row.type().name();
        id = row.id();
      }
    } while (page.size() == PAGE);
  }

  /**
   * Reads the figures that were last changed by a leaf with the index {@code since} or a higher
   * one.
   */
  void changed(Connection connection, long generation, long since, Consumer<Figures> each)
      throws SQLException {
    JdbcQuery.of(
            connection,
            """
            SELECT aggregate_type, aggregate_id, figures FROM statistics_figures
            WHERE generation = :generation AND leaf_index >= :since
            """)
        .set("generation", generation)
        .set("since", since)
        .list(TypedFigures.class)
        .forEach(row -> each.accept(codec.read(row.type(), row.figures())));
  }

  // Months and faults ---------------------------------------------------------------------------

  private record MonthRow(long generation, String division, String month, Instant firstRecordedAt) {

    BoardMonth board() {
      return new BoardMonth(division, YearMonth.parse(month));
    }
  }

  /**
   * Stores the boards that are not stored yet, each with the time when its first event was
   * recorded.
   */
  void remember(Connection connection, long generation, Map<BoardMonth, Instant> recordedAt)
      throws SQLException {
    if (recordedAt.isEmpty()) {
      return;
    }
    Set<BoardMonth> known = new HashSet<>();
    JdbcQuery.of(
            connection,
            """
            SELECT generation, division_path, month, first_recorded_at FROM statistics_month
            WHERE generation = :generation AND month IN (:months)
            """)
        .set("generation", generation)
        .set(
            "months",
            recordedAt.keySet().stream().map(board -> board.month().toString()).distinct().toList())
        .list(MonthRow.class)
        .forEach(row -> known.add(row.board()));
    List<MonthRow> fresh = new ArrayList<>();
    recordedAt.forEach(
        (board, since) -> {
          if (!known.contains(board)) {
            fresh.add(new MonthRow(generation, board.division(), board.month().toString(), since));
          }
        });
    Bulk.run(
        connection,
        """
        INSERT INTO statistics_month (generation, division_path, month, first_recorded_at)
        VALUES (:generation, :division, :month, :firstRecordedAt)
        """,
        fresh);
  }

  /** Reads the boards that have events, each with the time when its first event was recorded. */
  Map<BoardMonth, Instant> months(Connection connection, long generation) throws SQLException {
    Map<BoardMonth, Instant> months = new HashMap<>();
    JdbcQuery.of(
            connection,
            """
            SELECT generation, division_path, month, first_recorded_at FROM statistics_month
            WHERE generation = :generation
            """)
        .set("generation", generation)
        .list(MonthRow.class)
        .forEach(row -> months.put(row.board(), row.firstRecordedAt()));
    return months;
  }

  /**
   * A leaf that could not be counted correctly.
   *
   * @param why the reason, cut to the column's length
   */
  private record FaultRow(long generation, long leafIndex, String why) {}

  /** Stores the leaves that could not be counted correctly, with the reasons. */
  void note(Connection connection, long generation, Map<Long, String> faults) throws SQLException {
    List<FaultRow> rows = new ArrayList<>();
    faults.forEach(
        (leaf, reason) ->
            rows.add(
                new FaultRow(
                    generation,
                    leaf,
                    reason.substring(0, Math.min(reason.length(), LONGEST_REASON)))));
    Bulk.run(
        connection,
        """
        INSERT INTO statistics_fault (generation, leaf_index, reason)
        VALUES (:generation, :leafIndex, :why)
        """,
        rows);
  }

  /** Reads how many leaves the live generation could not count correctly. */
  long faults(Connection connection) throws SQLException {
    return number(
        connection,
        """
        SELECT COUNT(*) FROM statistics_fault f
        JOIN statistics_generation g ON g.id = f.generation WHERE g.role = 'LIVE'
        """);
  }

  /**
   * Deletes at most {@code limit} rows of a generation from each table; returns how many rows were
   * deleted in all.
   */
  int remove(Connection connection, long generation, int limit) throws SQLException {
    int removed = 0;
    for (String table : List.of("statistics_figures", "statistics_month", "statistics_fault")) {
      removed +=
          JdbcQuery.of(
                  connection,
                  "DELETE FROM " + table + " WHERE generation = :generation LIMIT :most")
              .set("generation", generation)
              .set("most", limit)
              .run();
    }
    return removed;
  }
}
