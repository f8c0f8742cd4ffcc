package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.merkle.Hash;
import org.microwish.platform.Rows;

/** Where given versions of aggregates stand in the tree, for those who show them beside a row. */
@ApplicationScoped
public class LeafPositions {

  /**
   * One entry's place.
   *
   * @param leafIndex from 0; null while the entry is queued
   */
  public record Position(Long leafIndex, Hash leafHash) {}

  private final Queries queries;

  LeafPositions(Queries queries) {
    this.queries = queries;
  }

  /**
   * The places of one version of each aggregate.
   *
   * @param versions by the aggregate's id as leaves show it
   * @return by id; one of which that version is not recorded is missing
   */
  public Map<String, Position> of(AggregateType type, Map<String, Long> versions) {
    Map<String, Position> found = new HashMap<>();
    for (List<Map.Entry<String, Long>> chunk : Rows.chunks(versions.entrySet())) {
      List<Object> parameters = new ArrayList<>();
      parameters.add(type.name());
      for (Map.Entry<String, Long> version : chunk) {
        parameters.add(version.getKey());
        parameters.add(version.getValue());
      }
      // Not (a, b) IN (…): MariaDB reads the whole table for that.
      String pairs =
          String.join(
              " OR ",
              Collections.nCopies(
                  chunk.size(), "(e.aggregate_id = ? AND e.aggregate_version = ?)"));
      queries.list(
          "SELECT e.aggregate_id, e.leaf_hash, l.leaf_index FROM ledger_entry e"
              + " LEFT JOIN ledger_leaf l ON l.entry_id = e.entry_id"
              + " WHERE e.aggregate_type = ? AND ("
              + pairs
              + ")",
          row -> {
            Hash hash = Hash.of(row.getBytes("leaf_hash"));
            long index = row.getLong("leaf_index");
            Long known = row.wasNull() ? null : Long.valueOf(index);
            return found.put(row.getString("aggregate_id"), new Position(known, hash));
          },
          parameters.toArray());
    }
    return found;
  }
}
