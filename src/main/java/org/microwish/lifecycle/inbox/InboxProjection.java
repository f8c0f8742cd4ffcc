package org.microwish.lifecycle.inbox;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.microwish.ledger.LedgerCursor;
import org.microwish.ledger.LedgerCursor.Place;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.JdbcQuery;
import org.microwish.platform.sql.JdbcTransaction;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;

/**
 * Writes the items of the inboxes. A step takes the next leaves of one type of aggregate and
 * replaces the items of the aggregates that these leaves changed. The step first moves the type's
 * cursor by compare-and-set and then reads the aggregates in the same transaction. The rows of the
 * aggregates are at least as new as the leaves, because a command writes both in one transaction; a
 * newer change has a leaf of its own, which a later step processes. So the items are correct once
 * the cursor has reached the end of the ledger, whichever instance ran which step, and a crash
 * loses nothing.
 */
@Singleton
final class InboxProjection {

  /** Maximum number of leaves per step. */
  private static final int BATCH = 500;

  /** Sorts items without a deadline behind all others. */
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  /** What a step did. */
  enum Step {
    /** Nothing: the cursor has reached the end of the ledger. */
    LEVEL,
    /** The step moved the cursor and replaced the items. */
    ADVANCED,
    /** Nothing: another instance moved the cursor first. */
    OVERTAKEN
  }

  /** The identity of an item: an item with the same key keeps its id when its dates change. */
  private record Key(
      long aggregateId, long partId, InboxKind kind, InboxScope scope, String scopeKey) {}

  private record Stored(
      long id,
      long aggregateId,
      long partId,
      InboxKind kind,
      InboxScope scope,
      String scopeKey,
      Instant since,
      Instant dueAt) {

    Key key() {
      return new Key(aggregateId, partId, kind, scope, scopeKey);
    }
  }

  private record Found(
      long aggregateId,
      long partId,
      InboxScope scope,
      String scopeKey,
      Instant since,
      Instant dueAt) {}

  private record Row(
      long id,
      AggregateType type,
      long aggregateId,
      long partId,
      InboxKind kind,
      InboxScope scope,
      String scopeKey,
      Instant since,
      Instant dueAt,
      Instant urgentAt,
      Instant remindAt) {}

  private record Gone(long id) {}

  private final DataSource database;
  private final Instance<InboxSource> sources;
  private final Ids ids;
  private final Time time;

  InboxProjection(DataSource database, @Any Instance<InboxSource> sources, Ids ids, Time time) {
    this.database = database;
    this.sources = sources;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Processes the remaining leaves of each type of aggregate. Leaves a type to another instance if
   * that instance moves the cursor first.
   */
  void catchUp() throws SQLException {
    for (InboxSource source : sources) {
      while (step(source) == Step.ADVANCED) {
        // Repeats until all leaves are processed, or another instance moves the cursor first.
      }
    }
  }

  private Step step(InboxSource source) throws SQLException {
    Place place;
    List<Long> changed;
    long to;
    try (Connection connection = database.getConnection()) {
      place = cursor(source.type()).place(connection);
      if (place.position() >= place.size()) {
        return Step.LEVEL;
      }
      to = Math.min(place.size(), place.position() + BATCH);
      changed = changed(connection, source.type(), place.position(), to);
    }
    try {
      return JdbcTransaction.call(
          database,
          connection -> {
            if (!cursor(source.type()).move(connection, place.position(), to, time.now())) {
              connection.rollback();
              return Step.OVERTAKEN;
            }
            if (!changed.isEmpty()) {
              replace(connection, source, changed);
            }
            return Step.ADVANCED;
          });
    } catch (SQLException | RuntimeException failed) {
      if (Transactions.isRepeatable(failed)) {
        return Step.OVERTAKEN;
      }
      throw failed;
    }
  }

  /** Returns the number of leaves that the cursor furthest behind has not processed. */
  long lag() throws SQLException {
    long lag = 0;
    try (Connection connection = database.getConnection()) {
      for (InboxSource source : sources) {
        Place place = cursor(source.type()).place(connection);
        lag = Math.max(lag, place.size() - place.position());
      }
    }
    return lag;
  }

  private static LedgerCursor cursor(AggregateType type) {
    return new LedgerCursor("inbox." + type);
  }

  private static List<Long> changed(Connection connection, AggregateType type, long from, long to)
      throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT DISTINCT e.aggregate_id FROM ledger_leaf l
            JOIN ledger_entry e ON e.entry_id = l.entry_id
            WHERE l.leaf_index >= :from AND l.leaf_index < :to AND e.aggregate_type = :type
            """)
        .set("from", from)
        .set("to", to)
        .set("type", type)
        .list(String.class)
        .stream()
        .map(Id::parse)
        .flatMap(Optional::stream)
        .map(Id::value)
        .toList();
  }

  /**
   * Replaces the items of one aggregate in the running transaction, for a change that writes no
   * entry of the aggregate. Locks the cursor, so that no step runs at the same time.
   */
  void refresh(Connection connection, AggregateType type, long id) throws SQLException {
    cursor(type).lock(connection);
    for (InboxSource source : sources) {
      if (source.type() == type) {
        replace(connection, source, List.of(id));
      }
    }
  }

  private void replace(Connection connection, InboxSource source, List<Long> changed)
      throws SQLException {
    Instant now = time.now();
    Map<Key, Stored> old = new HashMap<>();
    JdbcQuery.of(
            connection,
            """
            SELECT id, aggregate_id, part_id, kind, scope, scope_key, since, due_at
            FROM inbox_item WHERE aggregate_type = :type AND aggregate_id IN (:ids)
            """)
        .set("type", source.type())
        .set("ids", changed)
        .list(Stored.class)
        .forEach(row -> old.put(row.key(), row));
    List<Row> rows = new ArrayList<>();
    for (InboxSource.Line line : source.lines()) {
      for (Found found :
          JdbcQuery.of(connection, line.query())
              .set("ids", changed)
              .set("now", now)
              .list(Found.class)) {
        if (found.since() == null) {
          // Skip a malformed row: an exception would stop the projection of all later leaves.
          continue;
        }
        Instant due =
            found.dueAt() == null && line.due() != null
                ? line.due().apply(found.since())
                : found.dueAt();
        Key key =
            new Key(
                found.aggregateId(), found.partId(), line.kind(), found.scope(), found.scopeKey());
        Stored same = old.remove(key);
        if (same == null
            || !same.since().equals(found.since())
            || !Objects.equals(same.dueAt(), due)) {
          rows.add(
              new Row(
                  same == null ? ids.next() : same.id(),
                  source.type(),
                  found.aggregateId(),
                  found.partId(),
                  line.kind(),
                  found.scope(),
                  found.scopeKey(),
                  found.since(),
                  due,
                  due == null ? NEVER : due,
                  due == null ? null : now));
        }
      }
    }
    Bulk.run(
        connection,
        """
        INSERT INTO inbox_item (id, aggregate_type, aggregate_id, part_id, kind, scope, scope_key,
          since, due_at, urgent_at, remind_at)
        VALUES (:id, :type, :aggregateId, :partId, :kind, :scope, :scopeKey,
          :since, :dueAt, :urgentAt, :remindAt)
        ON DUPLICATE KEY UPDATE since = VALUES(since), due_at = VALUES(due_at),
          urgent_at = VALUES(urgent_at), remind_at = VALUES(remind_at)
        """,
        rows);
    delete(connection, old.values().stream().map(row -> new Gone(row.id())).toList());
  }

  private static void delete(Connection connection, List<Gone> gone) throws SQLException {
    for (List<Gone> chunk : Rows.chunks(gone)) {
      Bulk.run(connection, "DELETE FROM inbox_read WHERE item_id = :id", chunk);
      Bulk.run(connection, "DELETE FROM inbox_item WHERE id = :id", chunk);
    }
  }
}
