package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;

/** Reads entries, in leaf order. */
@ApplicationScoped
class LedgerReads {

  /**
   * Leaves that one question looks at where no index leads to the answer: a rare filter must not
   * walk through the whole log in one request.
   */
  static final int WINDOW = 20_000;

  /**
   * Which entries are asked for; null parts ask for all.
   *
   * @param aggregateId the id as the leaf shows it
   * @param divisionPath a prefix is a subtree
   * @param from the first moment of recording
   * @param to the moment after the last
   */
  record Filter(
      EntryType type,
      AggregateType aggregateType,
      String aggregateId,
      Long organisationId,
      String divisionPath,
      Instant from,
      Instant to) {

    /** Whether an index leads to all answers. */
    boolean isNarrow() {
      return (aggregateType != null && aggregateId != null) || organisationId != null;
    }
  }

  /**
   * Entries found.
   *
   * @param next where to go on, as the index of the last leaf looked at; null when there is no more
   */
  record Found(List<EntryRow> entries, Long next) {}

  private static final String FROM =
      " FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id";

  private final Queries queries;
  private final Checkpoints checkpoints;

  LedgerReads(Queries queries, Checkpoints checkpoints) {
    this.queries = queries;
    this.checkpoints = checkpoints;
  }

  /** One entry, queued or integrated. */
  Optional<EntryRow> entry(long entryId) {
    return queries.first(
        "SELECT "
            + EntryRow.COLUMNS
            + " FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry_id = e.entry_id"
            + " WHERE e.entry_id = ?",
        EntryRow::read,
        entryId);
  }

  /** The leaves from one index to before another, in order. */
  List<EntryRow> leaves(long from, long to) {
    return queries.list(
        "SELECT "
            + EntryRow.COLUMNS
            + FROM
            + " WHERE l.leaf_index >= ? AND l.leaf_index < ? ORDER BY l.leaf_index",
        EntryRow::read,
        from,
        to);
  }

  /** The versions of one aggregate after a version, queued ones included. */
  List<EntryRow> versions(AggregateType type, String id, long after, int limit) {
    return queries.list(
        "SELECT "
            + EntryRow.COLUMNS
            + " FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry_id = e.entry_id"
            + " WHERE e.aggregate_type = ? AND e.aggregate_id = ? AND e.aggregate_version > ?"
            + " ORDER BY e.aggregate_version LIMIT ?",
        EntryRow::read,
        type.name(),
        id,
        after,
        limit);
  }

  /**
   * Integrated entries that pass a filter, in leaf order.
   *
   * @param after the index of the last leaf already seen, -1 for none
   */
  Found find(Filter filter, long after, int limit) {
    StringBuilder where = new StringBuilder(" WHERE l.leaf_index > ?");
    List<Object> parameters = new ArrayList<>();
    parameters.add(after);
    long size = checkpoints.head().size();
    long last = filter.isNarrow() ? size - 1 : Math.min(size - 1, after + WINDOW);
    where.append(" AND l.leaf_index <= ?");
    parameters.add(last);
    add(where, parameters, " AND e.entry_type = ?", name(filter.type()));
    add(where, parameters, " AND e.aggregate_type = ?", name(filter.aggregateType()));
    add(where, parameters, " AND e.aggregate_id = ?", filter.aggregateId());
    add(where, parameters, " AND e.organisation_id = ?", filter.organisationId());
    add(
        where,
        parameters,
        " AND e.division_path LIKE ?",
        filter.divisionPath() == null ? null : filter.divisionPath() + "%");
    add(where, parameters, " AND e.recorded_at >= ?", filter.from());
    add(where, parameters, " AND e.recorded_at < ?", filter.to());
    parameters.add(limit + 1);
    List<EntryRow> rows =
        queries.list(
            "SELECT " + EntryRow.COLUMNS + FROM + where + " ORDER BY l.leaf_index LIMIT ?",
            EntryRow::read,
            parameters.toArray());
    if (rows.size() > limit) {
      return new Found(rows.subList(0, limit), rows.get(limit - 1).leafIndex());
    }
    return new Found(rows, last < size - 1 ? Long.valueOf(last) : null);
  }

  private static String name(Enum<?> value) {
    return value == null ? null : value.name();
  }

  private static void add(
      StringBuilder where, List<Object> parameters, String condition, Object value) {
    if (value != null) {
      where.append(condition);
      parameters.add(value);
    }
  }
}
