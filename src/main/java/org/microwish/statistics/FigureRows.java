package org.microwish.statistics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.Rows;
import org.microwish.statistics.fold.BoardMonth;
import org.microwish.statistics.fold.Figures;

/** The statements on the tables of the statistics. Transactions are the caller's. */
final class FigureRows {

  /** Rows of one page when all are read. */
  private static final int PAGE = 5_000;

  private final FiguresCodec codec = new FiguresCodec();

  /** The generation that answers, and how many leaves it has counted. */
  record Point(long generation, long position) {}

  // The ledger ----------------------------------------------------------------------------------

  /** The bytes of the next leaves from a position on, by index, without gaps. */
  Map<Long, byte[]> leaves(Connection connection, long from, int limit) throws SQLException {
    Map<Long, byte[]> leaves = new LinkedHashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT l.leaf_index, e.payload FROM ledger_leaf l"
                + " JOIN ledger_entry e ON e.entry_id = l.entry_id"
                + " WHERE l.leaf_index >= ? ORDER BY l.leaf_index LIMIT ?")) {
      select.setLong(1, from);
      select.setInt(2, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next() && rows.getLong(1) == from + leaves.size()) {
          leaves.put(rows.getLong(1), rows.getBytes(2));
        }
      }
    }
    return leaves;
  }

  /** Leaves there are. */
  long size(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM ledger_leaf");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** How many leaves there will be once all that is committed now has one. */
  long committed(Connection connection) throws SQLException {
    // The head is the size; one statement sees both tables at one moment.
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT (SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM ledger_leaf)"
                    + " + (SELECT COUNT(*) FROM ledger_queue)");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** When the last of so many leaves was recorded; null where there are none. */
  Instant recordedAt(Connection connection, long size) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT e.recorded_at FROM ledger_leaf l"
                + " JOIN ledger_entry e ON e.entry_id = l.entry_id WHERE l.leaf_index = ?")) {
      select.setLong(1, size - 1);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Rows.instant(rows, 1) : null;
      }
    }
  }

  /** Now, by the database's clock. */
  Instant now(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT UTC_TIMESTAMP(6)");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return Rows.instant(rows, 1);
    }
  }

  /** Whether a board has its ledger entry. */
  boolean isFrozen(Connection connection, String board) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM ledger_entry WHERE aggregate_type = ? AND aggregate_id = ?"
                + " AND aggregate_version = 1")) {
      select.setString(1, AggregateType.LEADERBOARD.name());
      select.setString(2, board);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  // Cursors and generations ---------------------------------------------------------------------

  /** Leaves consumed at a cursor. */
  long position(Connection connection, Cursor cursor) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT position FROM ledger_cursor WHERE consumer = ?")) {
      select.setString(1, cursor.consumer());
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException("no cursor " + cursor.consumer());
        }
        return rows.getLong(1);
      }
    }
  }

  /** Leaves consumed at a cursor, which nobody else moves until the transaction ends. */
  long lockPosition(Connection connection, Cursor cursor) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT position FROM ledger_cursor WHERE consumer = ? FOR UPDATE")) {
      select.setString(1, cursor.consumer());
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException("no cursor " + cursor.consumer());
        }
        return rows.getLong(1);
      }
    }
  }

  /** Moves a cursor if it is where it was, and keeps it locked; answers whether it was. */
  boolean move(Connection connection, Cursor cursor, long from, long to, Instant now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE ledger_cursor SET position = ?, updated_at = ?"
                + " WHERE consumer = ? AND position = ?")) {
      update.setLong(1, to);
      update.setObject(2, Rows.utc(now));
      update.setString(3, cursor.consumer());
      update.setLong(4, from);
      return update.executeUpdate() == 1;
    }
  }

  /** The generation at a cursor; nothing where no rebuild runs. */
  Optional<Long> generation(Connection connection, Cursor cursor) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM statistics_generation WHERE role = ?")) {
      select.setString(1, cursor.name());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
      }
    }
  }

  /** Which generation answers, and where it is. */
  Point point(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT g.id, c.position FROM statistics_generation g, ledger_cursor c"
                + " WHERE g.role = 'LIVE' AND c.consumer = ?")) {
      select.setString(1, Cursor.LIVE.consumer());
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException("no generation is live");
        }
        return new Point(rows.getLong(1), rows.getLong(2));
      }
    }
  }

  // Figures -------------------------------------------------------------------------------------

  /** The figures of some aggregates; those without any are missing. */
  Map<AggregateKey, Figures> load(
      Connection connection, long generation, Collection<AggregateKey> keys) throws SQLException {
    Map<AggregateType, List<String>> byType = new EnumMap<>(AggregateType.class);
    keys.forEach(
        key -> byType.computeIfAbsent(key.type(), type -> new ArrayList<>()).add(key.id()));
    Map<AggregateKey, Figures> found = new HashMap<>();
    RoundTrip trip = new RoundTrip();
    byType.forEach(
        (type, ids) ->
            trip.read(
                "SELECT figures FROM statistics_figures"
                    + " WHERE generation = ? AND aggregate_type = ? AND aggregate_id IN (%s)",
                List.of(generation, type.name()),
                ids,
                row -> {
                  Figures figures = codec.read(type, row.getBytes(1));
                  return found.put(AggregateKey.of(figures), figures);
                }));
    trip.send(connection);
    return found;
  }

  /** Writes figures over those that are there, each with the last leaf folded into it. */
  void write(Connection connection, long generation, Map<Figures, Long> leafByFigures)
      throws SQLException {
    // Few columns, all of them new: REPLACE says it without the upsert's VALUES(), which MySQL is
    // giving up and for which MariaDB has no other word.
    Rows.insert(
        connection,
        "REPLACE INTO statistics_figures"
            + " (generation, aggregate_type, aggregate_id, leaf_index, figures)"
            + " VALUES (?, ?, ?, ?, ?)",
        leafByFigures.entrySet(),
        (row, figures) -> {
          row.setLong(1, generation);
          row.setString(2, figures.getKey().type().name());
          row.setString(3, figures.getKey().id());
          row.setLong(4, figures.getValue());
          row.setBytes(5, codec.write(figures.getKey()));
        });
  }

  /** All figures of a generation, page by page, each page as it is when it is read. */
  void all(Connection connection, long generation, Consumer<Figures> each) throws SQLException {
    String type = "";
    String id = "";
    while (true) {
      int read = 0;
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT aggregate_type, aggregate_id, figures FROM statistics_figures"
                  + " WHERE generation = ?"
                  + " AND (aggregate_type > ? OR (aggregate_type = ? AND aggregate_id > ?))"
                  + " ORDER BY aggregate_type, aggregate_id LIMIT ?")) {
        select.setLong(1, generation);
        select.setString(2, type);
        select.setString(3, type);
        select.setString(4, id);
        select.setInt(5, PAGE);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            read++;
            type = rows.getString(1);
            id = rows.getString(2);
            each.accept(codec.read(AggregateType.valueOf(type), rows.getBytes(3)));
          }
        }
      }
      if (read < PAGE) {
        return;
      }
    }
  }

  /** The figures that a leaf of that index or a later one has changed. */
  void changed(Connection connection, long generation, long since, Consumer<Figures> each)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT aggregate_type, figures FROM statistics_figures"
                + " WHERE generation = ? AND leaf_index >= ?")) {
      select.setLong(1, generation);
      select.setLong(2, since);
      read(select, each);
    }
  }

  private void read(PreparedStatement select, Consumer<Figures> each) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        each.accept(codec.read(AggregateType.valueOf(rows.getString(1)), rows.getBytes(2)));
      }
    }
  }

  // Months and faults ---------------------------------------------------------------------------

  /** Remembers boards that have something on them, where that is not known yet. */
  void remember(Connection connection, long generation, Map<BoardMonth, Instant> recordedAt)
      throws SQLException {
    if (recordedAt.isEmpty()) {
      return;
    }
    Set<BoardMonth> known = new HashSet<>();
    List<String> months =
        recordedAt.keySet().stream().map(board -> board.month().toString()).distinct().toList();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT division_path, month FROM statistics_month WHERE generation = ?"
                + " AND month IN ("
                + "?, ".repeat(months.size() - 1)
                + "?)")) {
      select.setLong(1, generation);
      for (int i = 0; i < months.size(); i++) {
        select.setString(2 + i, months.get(i));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          known.add(new BoardMonth(rows.getString(1), YearMonth.parse(rows.getString(2))));
        }
      }
    }
    Rows.insert(
        connection,
        "INSERT INTO statistics_month (generation, division_path, month, first_recorded_at)"
            + " VALUES (?, ?, ?, ?)",
        recordedAt.entrySet().stream().filter(board -> !known.contains(board.getKey())).toList(),
        (row, board) -> {
          row.setLong(1, generation);
          row.setString(2, board.getKey().division());
          row.setString(3, board.getKey().month().toString());
          row.setObject(4, Rows.utc(board.getValue()));
        });
  }

  /** The boards that have something on them, and since when that is on record. */
  Map<BoardMonth, Instant> months(Connection connection, long generation) throws SQLException {
    Map<BoardMonth, Instant> months = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT division_path, month, first_recorded_at FROM statistics_month"
                + " WHERE generation = ?")) {
      select.setLong(1, generation);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          months.put(
              new BoardMonth(rows.getString(1), YearMonth.parse(rows.getString(2))),
              Rows.instant(rows, 3));
        }
      }
    }
    return months;
  }

  /** Notes leaves that could not be counted as they should. */
  void note(Connection connection, long generation, Map<Long, String> faults) throws SQLException {
    Rows.insert(
        connection,
        "INSERT INTO statistics_fault (generation, leaf_index, reason) VALUES (?, ?, ?)",
        faults.entrySet(),
        (row, fault) -> {
          String reason = fault.getValue();
          row.setLong(1, generation);
          row.setLong(2, fault.getKey());
          row.setString(3, reason.length() > 200 ? reason.substring(0, 200) : reason);
        });
  }

  /** How many such leaves the live generation has met. */
  long faults(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM statistics_fault f"
                    + " JOIN statistics_generation g ON g.id = f.generation"
                    + " WHERE g.role = 'LIVE'");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Takes away so many rows of a generation at most; answers how many there were. */
  int remove(Connection connection, long generation, int limit) throws SQLException {
    int removed = 0;
    for (String table : List.of("statistics_figures", "statistics_month", "statistics_fault")) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM " + table + " WHERE generation = ? LIMIT ?")) {
        delete.setLong(1, generation);
        delete.setInt(2, limit);
        removed += delete.executeUpdate();
      }
    }
    return removed;
  }
}
