package org.microwish.lifecycle.serial;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.microwish.ledger.LedgerCursor;
import org.microwish.ledger.LedgerCursor.Place;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.UnknownSchemaException;
import org.microwish.lifecycle.serial.numbering.Numbering;
import org.microwish.lifecycle.serial.numbering.SerialNumber;
import org.microwish.lifecycle.serial.numbering.SerialNumber.Series;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.JdbcQuery;
import org.microwish.platform.sql.JdbcTransaction;
import org.microwish.platform.sql.Transactions;

/**
 * Assigns serial numbers in leaf order. A step processes the next leaves for one type of aggregate.
 * It first moves the type's cursor by compare-and-set, and then writes the numbers in the same
 * transaction. A concurrent step waits for the lock of the cursor's row and then finds that the
 * cursor has moved. So any number of instances may run at once, no other rows are locked, and a
 * step that fails midway has no effect.
 */
@Singleton
final class SerialNumberProjection {

  private static final Logger LOG = Logger.getLogger(SerialNumberProjection.class);

  /**
   * Maximum number of leaves per step. A step reads only submissions and the earlier entries of the
   * submitted aggregates.
   */
  static final int BATCH = 2_000;

  private static final String CONSUMER = "serial-number.";

  /** What a step did. */
  enum Step {
    /** Nothing: the cursor has reached the end of the ledger. */
    LEVEL,
    /** The step moved the cursor and wrote the numbers. */
    ADVANCED,
    /** Nothing: another instance moved the cursor first. */
    OVERTAKEN
  }

  /**
   * The bytes of a leaf that is needed to assign a number: a submission, or an earlier entry of the
   * same aggregate.
   *
   * @param leafIndex the index of the submission's leaf
   */
  private record Told(long leafIndex, byte[] payload) {}

  /**
   * A leaf that is needed to assign a number, after parsing.
   *
   * @param leafIndex the index of the submission's leaf
   */
  private record Entry(long leafIndex, Leaf leaf) {}

  /** A leaf that assigns the next number of a series to an aggregate. */
  private record Due(long leafIndex, long aggregateId, Series series) {}

  private record NumberRow(
      AggregateType type,
      long aggregateId,
      long leafIndex,
      String street,
      int year,
      String kind,
      long position,
      String text) {}

  private final DataSource database;
  private final Time time;

  SerialNumberProjection(DataSource database, Time time) {
    this.database = database;
    this.time = time;
  }

  /**
   * Processes the next leaves for one type of aggregate, at most {@link #BATCH}.
   *
   * @throws UnknownSchemaException if the next leaf has a later schema; a later release of this
   *     service must process it
   * @throws SQLException if the database failed for another reason than a concurrent step
   */
  Step step(AggregateType type) throws SQLException {
    Place place;
    long to;
    List<Due> due = new ArrayList<>();
    try (Connection connection = database.getConnection()) {
      place = cursor(type).place(connection);
      if (place.position() >= place.size()) {
        return Step.LEVEL;
      }
      // Leaves never change, so they are read before the cursor is locked.
      to = read(connection, type, place, due);
    }
    try {
      return JdbcTransaction.call(
          database,
          connection -> {
            if (cursor(type).move(connection, place.position(), to, time.now())) {
              write(connection, type, due);
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
   * Returns the number of leaves between the cursor that is furthest behind and the end of the
   * ledger.
   */
  long lag() throws SQLException {
    try (Connection connection = database.getConnection()) {
      long lag = 0;
      for (AggregateType type : Numbering.SUBMISSIONS.keySet()) {
        Place place = cursor(type).place(connection);
        lag = Math.max(lag, place.size() - place.position());
      }
      return lag;
    }
  }

  private static LedgerCursor cursor(AggregateType type) {
    return new LedgerCursor(consumer(type));
  }

  static String consumer(AggregateType type) {
    return CONSUMER + type;
  }

  /**
   * Finds the next leaves that assign numbers.
   *
   * @param due the list to which these leaves are added, in leaf order
   * @return the index of the next leaf to process
   */
  private static long read(Connection connection, AggregateType type, Place place, List<Due> due)
      throws SQLException {
    long to = Math.min(place.size(), place.position() + BATCH);
    List<Entry> entries = new ArrayList<>();
    for (Told told : told(connection, type, place.position(), to)) {
      try {
        entries.add(new Entry(told.leafIndex(), Leaf.parse(told.payload())));
      } catch (UnknownSchemaException later) {
        if (told.leafIndex() == place.position()) {
          throw later;
        }
        to = told.leafIndex();
        break;
      } catch (IllegalArgumentException unreadable) {
        // The verifier reports this leaf and assigns no number for it either.
        LOG.warnf(
            "Leaf %d or an earlier one of its aggregate is unreadable: %s",
            told.leafIndex(), unreadable);
      }
    }
    Set<Long> numbered = numbered(connection, type, entries);
    Numbering numbering = new Numbering();
    for (Entry entry : entries) {
      Optional<Long> id = id(entry);
      if (entry.leafIndex() < to && id.isPresent() && !numbered.contains(id.get())) {
        series(numbering, entry)
            .ifPresent(series -> due.add(new Due(entry.leafIndex(), id.get(), series)));
      }
    }
    return to;
  }

  private static Optional<Series> series(Numbering numbering, Entry entry) {
    try {
      return numbering.add(entry.leaf());
    } catch (IllegalArgumentException illFormed) {
      LOG.warnf(
          "Leaf %d or an earlier one of its aggregate gives no number: %s",
          entry.leafIndex(), illFormed);
      return Optional.empty();
    }
  }

  /**
   * Reads the submissions in a range of leaves, each after the earlier entries of its aggregate.
   */
  private static List<Told> told(Connection connection, AggregateType type, long from, long to)
      throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT l.leaf_index, e.payload FROM ledger_leaf l
            JOIN ledger_entry s ON s.entry_id = l.entry_id
            JOIN ledger_entry e ON e.aggregate_type = s.aggregate_type
              AND e.aggregate_id = s.aggregate_id AND e.aggregate_version <= s.aggregate_version
            WHERE l.leaf_index >= :from AND l.leaf_index < :to
              AND s.entry_type = :submission
            ORDER BY l.leaf_index, e.aggregate_version
            """)
        .set("from", from)
        .set("to", to)
        .set("submission", Numbering.SUBMISSIONS.get(type))
        .list(Told.class);
  }

  /**
   * Returns the ids of those aggregates that already have a number; a further submission gives them
   * none.
   */
  private static Set<Long> numbered(Connection connection, AggregateType type, List<Entry> entries)
      throws SQLException {
    Set<Long> ids = new HashSet<>();
    entries.forEach(entry -> id(entry).ifPresent(ids::add));
    return ids.isEmpty()
        ? Set.of()
        : Set.copyOf(
            JdbcQuery.of(
                    connection,
                    """
                    SELECT aggregate_id FROM serial_number
                    WHERE aggregate_type = :type AND aggregate_id IN (:ids)
                    """)
                .set("type", type)
                .set("ids", ids)
                .list(Long.class));
  }

  private static Optional<Long> id(Entry entry) {
    return Id.parse(entry.leaf().aggregateId()).map(Id::value);
  }

  private static void write(Connection connection, AggregateType type, List<Due> due)
      throws SQLException {
    Map<Series, Long> last = new HashMap<>();
    List<NumberRow> rows = new ArrayList<>();
    for (Due each : due) {
      Series series = each.series();
      if (!last.containsKey(series)) {
        last.put(series, last(connection, series));
      }
      long position = last.merge(series, 1L, Long::sum);
      rows.add(
          new NumberRow(
              type,
              each.aggregateId(),
              each.leafIndex(),
              series.street(),
              series.year(),
              series.kind(),
              position,
              new SerialNumber(series, position).text()));
    }
    Bulk.run(
        connection,
        """
        INSERT INTO serial_number (aggregate_type, aggregate_id, leaf_index, street,
          recorded_year, kind, position, number_text)
        VALUES (:type, :aggregateId, :leafIndex, :street, :year, :kind, :position, :text)
        """,
        rows);
  }

  /**
   * Returns the last position in a series, or 0. It cannot change while the cursor's row is locked.
   */
  private static long last(Connection connection, Series series) throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT COALESCE(MAX(position), 0) FROM serial_number
            WHERE street = :street AND recorded_year = :year AND kind = :kind
            """)
        .set("street", series.street())
        .set("year", series.year())
        .set("kind", series.kind())
        .first(Long.class)
        .orElseThrow();
  }
}
