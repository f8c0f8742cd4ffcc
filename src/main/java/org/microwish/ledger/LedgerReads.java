package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.merkle.Hash;

/** Reads stored entries. */
@ApplicationScoped
public class LedgerReads {

  /**
   * Maximum number of leaves that one query scans when no index fits the filter, so that a filter
   * with few matches does not scan the whole log in one request.
   */
  static final int WINDOW = 20_000;

  /**
   * A filter for entries; a null component matches all entries.
   *
   * @param aggregateId the id as shown in leaves; a pseudonym for a person
   * @param divisionPath a path prefix; matches the whole subtree
   * @param from matches entries recorded at this time or later
   * @param to matches entries recorded before this time
   */
  record Filter(
      EntryType type,
      AggregateType aggregateType,
      String aggregateId,
      Long organisationId,
      String divisionPath,
      Instant from,
      Instant to) {

    /** Returns true if a database index finds the matches without a scan of the whole log. */
    boolean isNarrow() {
      return (aggregateType != null && aggregateId != null) || organisationId != null;
    }
  }

  /**
   * A page of entries that match a filter.
   *
   * @param next the cursor of the next page: the index of the last leaf that this page covers; null
   *     on the last page
   */
  record Found(List<EntryRow> entries, Long next) {}

  private record Row(long entryId, long version, byte[] payload, byte[] leafHash, Long leafIndex) {
    EntryRow entry() {
      return new EntryRow(
          entryId,
          version,
          new String(payload, StandardCharsets.UTF_8),
          Hash.of(leafHash),
          leafIndex);
    }
  }

  private static final String QUEUED_TOO =
      " FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry_id = e.entry_id";

  private static final String INTEGRATED =
      " FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id";

  private final Queries queries;
  private final Checkpoints checkpoints;

  LedgerReads(Queries queries, Checkpoints checkpoints) {
    this.queries = queries;
    this.checkpoints = checkpoints;
  }

  /** Reads one entry, whether it still waits in the queue or already has a leaf. */
  Optional<EntryRow> entry(long entryId) {
    return read(QUEUED_TOO, " WHERE e.entry_id = :id", Map.of("id", entryId)).stream().findFirst();
  }

  /**
   * Reads the leaves from the index {@code from} (inclusive) to {@code to} (exclusive), in order.
   */
  List<EntryRow> leaves(long from, long to) {
    return read(
        INTEGRATED,
        " WHERE l.leaf_index >= :from AND l.leaf_index < :to ORDER BY l.leaf_index",
        Map.of("from", from, "to", to));
  }

  /**
   * Reads the entries of one aggregate after the version {@code after}, in version order, including
   * queued entries.
   */
  public List<EntryRow> versions(AggregateType type, String id, long after, int limit) {
    return read(
        QUEUED_TOO,
        """
         WHERE e.aggregate_type = :type AND e.aggregate_id = :id AND e.aggregate_version > :after
        ORDER BY e.aggregate_version LIMIT :limit
        """,
        Map.of("type", type, "id", id, "after", after, "limit", limit));
  }

  /**
   * Reads the last version of an aggregate whose leaf is in the tree of {@code treeSize} leaves; 0
   * if there is none.
   */
  long versionsIn(AggregateType type, String id, long treeSize) {
    return queries
        .first(
            Long.class,
            "SELECT COALESCE(MAX(e.aggregate_version), 0)"
                + INTEGRATED
                + """
                 WHERE e.aggregate_type = :type AND e.aggregate_id = :id AND l.leaf_index < :size
                """,
            Map.of("type", type, "id", id, "size", treeSize))
        .orElseThrow();
  }

  private List<EntryRow> read(String from, String where, Map<String, ?> parameters) {
    return queries
        .list(
            Row.class,
            "SELECT e.entry_id, e.aggregate_version, e.payload, e.leaf_hash, l.leaf_index"
                + from
                + where,
            parameters)
        .stream()
        .map(Row::entry)
        .toList();
  }

  /**
   * Reads a page of the entries that have a leaf and match a filter, in leaf order.
   *
   * @param after the index of the last leaf that the previous page covers; -1 for the first page
   */
  Found find(Filter filter, long after, int limit) {
    StringBuilder where = new StringBuilder(" WHERE true");
    Map<String, Object> parameters = new HashMap<>();
    long size = checkpoints.head().size();
    long last = filter.isNarrow() ? size - 1 : Math.min(size - 1, after + WINDOW);
    String path = filter.divisionPath() == null ? null : filter.divisionPath() + "%";
    add(where, parameters, "l.leaf_index > :after", after);
    add(where, parameters, "l.leaf_index <= :last", last);
    add(where, parameters, "e.entry_type = :entryType", filter.type());
    add(where, parameters, "e.aggregate_type = :aggregateType", filter.aggregateType());
    add(where, parameters, "e.aggregate_id = :aggregateId", filter.aggregateId());
    add(where, parameters, "e.organisation_id = :organisation", filter.organisationId());
    add(where, parameters, "e.division_path LIKE :path", path);
    add(where, parameters, "e.recorded_at >= :from", filter.from());
    add(where, parameters, "e.recorded_at < :to", filter.to());
    parameters.put("limit", limit + 1);
    List<EntryRow> rows =
        read(INTEGRATED, where + " ORDER BY l.leaf_index LIMIT :limit", parameters);
    if (rows.size() > limit) {
      return new Found(rows.subList(0, limit), rows.get(limit - 1).leafIndex());
    }
    return new Found(rows, last < size - 1 ? Long.valueOf(last) : null);
  }

  /** Adds a condition that ends with one named parameter, unless the value is null. */
  private static void add(
      StringBuilder where, Map<String, Object> parameters, String condition, Object value) {
    if (value != null) {
      where.append(" AND ").append(condition);
      parameters.put(condition.substring(condition.indexOf(':') + 1), value);
    }
  }
}
