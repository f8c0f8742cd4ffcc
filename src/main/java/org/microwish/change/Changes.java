package org.microwish.change;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.microwish.caller.Caller;
import org.microwish.change.Recorded.Hiding;
import org.microwish.change.Recorded.Row;
import org.microwish.change.Recorded.WishToday;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.platform.sql.JdbcQuery;
import org.microwish.platform.sql.JdbcTransaction;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;

/**
 * Reads ledger entries as changes, in the order of their leaves. Can be called without a request
 * and without a Hibernate session.
 */
@ApplicationScoped
public class Changes {

  /** Maximum number of leaves that one query reads, about one megabyte. */
  public static final int WINDOW = 1_000;

  /**
   * Maximum number of queries for one page. With a filter that rarely matches, a page ends after
   * these queries instead of reading the whole ledger.
   */
  private static final int WINDOWS = 4;

  private static final String COLUMNS =
      """
      SELECT l.leaf_index, e.entry_id, e.entry_type, e.aggregate_type, e.aggregate_id,
        e.division_path, e.organisation_id, e.payload
      FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id
      """;

  /**
   * The result of {@link #find}.
   *
   * @param last the index of the last leaf that was read
   * @param more whether the ledger has leaves after {@code last}
   */
  public record Found(List<Change> items, long last, boolean more) {}

  private static final String HIDINGS =
      """
      SELECT h.leaf_index, h.id, h.wish_id, h.version, w.division_path, e.payload
      FROM wish_hiding h JOIN wish w ON w.id = h.wish_id
        JOIN ledger_leaf l ON l.leaf_index = h.leaf_index
        JOIN ledger_entry e ON e.entry_id = l.entry_id
      """;

  /**
   * A hidden wish gets the index of one of this number of next leaves, at random. If it always got
   * the next leaf, that leaf would be the entry of the secret reason, such as a legal hold.
   */
  private static final int SPREAD = 4;

  private final DataSource database;
  private final Vault vault;
  private final Transactions transactions;

  Changes(DataSource database, Vault vault, Transactions transactions) {
    this.database = database;
    this.vault = vault;
    this.transactions = transactions;
  }

  /**
   * Gives leaf indexes to new rows of {@code wish_hiding}. Each row reports that a wish left the
   * wall for a reason that must stay secret. The indexes are those of leaves to come, so that
   * clients that have read all leaves so far still get the report.
   */
  void placeHidings() {
    try {
      List<Long> open;
      try (Connection connection = database.getConnection()) {
        open =
            JdbcQuery.of(
                    connection, "SELECT id FROM wish_hiding WHERE leaf_index IS NULL LIMIT 100")
                .list(Long.class);
      }
      if (open.isEmpty()) {
        return;
      }
      JdbcTransaction.call(
          database,
          connection -> {
            // The lock keeps the sequencer from adding leaves until these indexes are committed.
            long size =
                JdbcQuery.of(connection, "SELECT size FROM ledger_head WHERE log_id = 1 FOR UPDATE")
                    .first(Long.class)
                    .orElseThrow();
            for (long id : open) {
              JdbcQuery.of(
                      connection,
                      """
                      UPDATE wish_hiding SET leaf_index = :place
                      WHERE id = :id AND leaf_index IS NULL
                      """)
                  .set("place", size + ThreadLocalRandom.current().nextInt(SPREAD))
                  .set("id", id)
                  .run();
            }
            return null;
          });
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Returns the number of leaves in the ledger. */
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
            .list(Row.class),
        JdbcQuery.of(
                connection,
                HIDINGS + " WHERE h.leaf_index >= :from AND h.leaf_index < :to ORDER BY h.id")
            .set("from", from)
            .set("to", to)
            .list(Hiding.class));
  }

  /** Reads the leaves with these indexes, which must not be empty, in order. */
  public static List<Recorded> read(Connection connection, Collection<Long> indexes)
      throws SQLException {
    return recorded(
        connection,
        JdbcQuery.of(
                connection, COLUMNS + " WHERE l.leaf_index IN (:indexes) ORDER BY l.leaf_index")
            .set("indexes", indexes)
            .list(Row.class),
        JdbcQuery.of(connection, HIDINGS + " WHERE h.leaf_index IN (:indexes) ORDER BY h.id")
            .set("indexes", indexes)
            .list(Hiding.class));
  }

  private static List<Recorded> recorded(
      Connection connection, List<Row> rows, List<Hiding> hidings) throws SQLException {
    Set<Long> wishes = new HashSet<>();
    hidings.forEach(hiding -> wishes.add(hiding.wishId()));
    rows.forEach(row -> row.wishId().ifPresent(wishes::add));
    Map<Long, WishToday> today = new HashMap<>();
    if (!wishes.isEmpty()) {
      JdbcQuery.of(
              connection, "SELECT id, partner, (off_wall OR held) FROM wish WHERE id IN (:wishes)")
          .set("wishes", wishes)
          .list(WishToday.class)
          .forEach(wish -> today.put(wish.id(), wish));
    }
    return Stream.concat(
            rows.stream().map(row -> new Recorded(row, row.wishId().map(today::get).orElse(null))),
            hidings.stream().map(hiding -> new Recorded(hiding, today.get(hiding.wishId()))))
        .sorted(Comparator.comparingLong(Recorded::leafIndex))
        .toList();
  }

  /**
   * Returns the entries as changes in the form that the caller may see, by entry id. Omits entries
   * that cannot be read, and those that the caller may not see, or not any more. Needs no
   * transaction.
   *
   * @param caller the caller; null for a request without a token
   */
  public Map<Long, Change> shown(Caller caller, List<Recorded> entries) {
    List<Recorded> visible = entries.stream().filter(each -> each.isVisibleTo(caller)).toList();
    Set<Long> own =
        visible.stream().flatMap(each -> each.ownWish(caller).stream()).collect(Collectors.toSet());
    Map<Long, Map<String, String>> values =
        own.isEmpty()
            ? Map.of()
            : transactions.call(
                () -> vault.read(SubjectType.WISH, own, Set.of(ExternalReferences.FIELD)));
    Map<Long, Change> shown = new LinkedHashMap<>();
    for (Recorded each : visible) {
      ExternalReference reference =
          each.ownWish(caller)
              .map(wish -> values.getOrDefault(wish, Map.of()).get(ExternalReferences.FIELD))
              .flatMap(ExternalReference::parse)
              .orElse(null);
      each.change(caller, reference).ifPresent(change -> shown.put(each.entryId(), change));
    }
    return shown;
  }

  /**
   * Finds the changes after a leaf that the caller may see and that pass the filter.
   *
   * @param caller the caller; null for a request without a token
   * @param after the index of the last leaf that the caller knows; -1 for none
   * @param limit the maximum number of changes; the result has more only if the last ones share a
   *     leaf
   */
  Found find(Caller caller, ChangeFilter filter, long after, int limit) {
    long size = size();
    List<Recorded> items = new ArrayList<>();
    long at = after + 1;
    for (int i = 0; i < WINDOWS && at < size; i++) {
      // The first query reads only twice the page size, because that often fills the page.
      long to = Math.min(size, at + (i == 0 ? 2L * limit : WINDOW));
      for (Recorded each : read(at, to)) {
        if (items.size() >= limit && each.leafIndex() > items.getLast().leafIndex()) {
          return found(caller, items, items.getLast().leafIndex(), true);
        }
        if (each.matches(filter) && each.isVisibleTo(caller)) {
          items.add(each);
        }
      }
      at = to;
    }
    return found(caller, items, at - 1, at < size);
  }

  private Found found(Caller caller, List<Recorded> items, long last, boolean more) {
    return new Found(List.copyOf(shown(caller, items).values()), last, more);
  }
}
