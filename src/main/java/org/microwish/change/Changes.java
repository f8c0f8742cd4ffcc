package org.microwish.change;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.microwish.caller.Caller;
import org.microwish.change.Recorded.Row;
import org.microwish.change.Recorded.WishToday;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.Id;
import org.microwish.platform.sql.JdbcQuery;

/**
 * Reads entries in the order of their leaves. Works in threads without a request or Hibernate
 * session too.
 */
@ApplicationScoped
public class Changes {

  /** The maximum number of leaves that one query reads: about a megabyte. */
  public static final int WINDOW = 1_000;

  /** The maximum number of queries for one page, so that a rare filter reads no whole log. */
  private static final int WINDOWS = 4;

  private static final String COLUMNS =
      """
      SELECT l.leaf_index, e.entry_id, e.entry_type, e.aggregate_type, e.aggregate_id,
        e.division_path, e.organisation_id, e.payload
      FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id
      """;

  /**
   * A part of the changes that a caller may see.
   *
   * @param last the index of the last leaf that was looked at
   * @param more whether there are leaves behind it
   */
  public record Found(List<Change> items, long last, boolean more) {}

  private final DataSource database;

  Changes(DataSource database) {
    this.database = database;
  }

  /** Returns the number of leaves. */
  long size() {
    try (Connection connection = database.getConnection()) {
      return JdbcQuery.of(connection, "SELECT size FROM ledger_head WHERE log_id = 1")
          .first(Long.class)
          .orElseThrow();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Reads the leaves from the index {@code from} (inclusive) to {@code to} (exclusive), at most
   * {@link #WINDOW}, in order.
   */
  public List<Recorded> read(long from, long to) {
    try (Connection connection = database.getConnection()) {
      return read(connection, from, to);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Reads leaves like {@link #read(long, long)}, on the given connection. */
  public static List<Recorded> read(Connection connection, long from, long to) throws SQLException {
    return recorded(
        connection,
        JdbcQuery.of(
                connection,
                COLUMNS
                    + " WHERE l.leaf_index >= :from AND l.leaf_index < :to ORDER BY l.leaf_index")
            .set("from", from)
            .set("to", to)
            .list(Row.class));
  }

  /** Reads the leaves with these indexes, which must not be empty, in order. */
  public static List<Recorded> read(Connection connection, Collection<Long> indexes)
      throws SQLException {
    return recorded(
        connection,
        JdbcQuery.of(
                connection, COLUMNS + " WHERE l.leaf_index IN (:indexes) ORDER BY l.leaf_index")
            .set("indexes", indexes)
            .list(Row.class));
  }

  private static List<Recorded> recorded(Connection connection, List<Row> rows)
      throws SQLException {
    Set<Long> wishes = new HashSet<>();
    rows.forEach(row -> wish(row).ifPresent(wishes::add));
    Map<Long, WishToday> today = new HashMap<>();
    if (!wishes.isEmpty()) {
      JdbcQuery.of(
              connection, "SELECT id, partner, (off_wall OR held) FROM wish WHERE id IN (:wishes)")
          .set("wishes", wishes)
          .list(WishToday.class)
          .forEach(wish -> today.put(wish.id(), wish));
    }
    return rows.stream()
        .map(row -> new Recorded(row, wish(row).map(today::get).orElse(null)))
        .toList();
  }

  private static Optional<Long> wish(Row row) {
    return row.aggregateType() == AggregateType.WISH
        ? Id.parse(row.aggregateId()).map(Id::value)
        : Optional.empty();
  }

  /**
   * Finds the changes behind a leaf that the caller may see and that pass the filter.
   *
   * @param caller the caller; null without a token
   * @param after the index of the last leaf that the caller knows; -1 for none
   * @param limit the maximum number of changes
   */
  Found find(Caller caller, ChangeFilter filter, long after, int limit) {
    long size = size();
    List<Change> items = new ArrayList<>();
    long at = after + 1;
    for (int i = 0; i < WINDOWS && at < size; i++) {
      // Often the first leaves fill the page.
      long to = Math.min(size, at + (i == 0 ? 2L * limit : WINDOW));
      for (Recorded each : read(at, to)) {
        if (each.matches(filter) && each.isVisibleTo(caller)) {
          each.change().ifPresent(items::add);
          if (items.size() == limit) {
            return new Found(items, each.leafIndex(), each.leafIndex() + 1 < size);
          }
        }
      }
      at = to;
    }
    return new Found(items, at - 1, at < size);
  }
}
