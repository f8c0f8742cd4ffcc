package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.merkle.Hash;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.Rows;

/** Looks up the leaf index and hash of given aggregate versions, for views that show them. */
@ApplicationScoped
public class LeafPositions {

  /**
   * One entry's leaf index and hash.
   *
   * @param leafIndex from 0; null while the entry is queued
   */
  public record Position(Long leafIndex, Hash leafHash) {}

  /**
   * The maximum number of aggregates per SQL statement. The driver does not cache longer
   * statements, and parsing a statement takes as long as running it.
   */
  private static final int TOGETHER = 128;

  private final EntityManager entities;

  LeafPositions(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Looks up the position of one version of each aggregate. Requires a running transaction.
   *
   * @param versions one version of each aggregate, by the aggregate's id as shown in leaves
   * @return the positions by the same ids; aggregates whose version is not recorded are missing
   */
  public Map<String, Position> of(AggregateType type, Map<String, Long> versions) {
    Map<String, Position> found = new HashMap<>();
    for (List<Map.Entry<String, Long>> chunk : Rows.chunks(versions.entrySet(), TOGETHER)) {
      List<Map.Entry<String, Long>> pairs = Rows.filled(chunk);
      List<Object> parameters = new ArrayList<>();
      parameters.add(type.name());
      for (Map.Entry<String, Long> version : pairs) {
        parameters.add(version.getKey());
        parameters.add(version.getValue());
      }
      RoundTrip trip = new RoundTrip();
      trip.read(
          "SELECT e.aggregate_id, e.leaf_hash, l.leaf_index FROM ledger_entry e"
              + " LEFT JOIN ledger_leaf l ON l.entry_id = e.entry_id"
              + " WHERE e.aggregate_type = ? AND "
              + Rows.pairs("e.aggregate_id = ? AND e.aggregate_version = ?", pairs.size()),
          parameters,
          row -> {
            Hash hash = Hash.of(row.getBytes(2));
            long index = row.getLong(3);
            Long known = row.wasNull() ? null : Long.valueOf(index);
            return found.put(row.getString(1), new Position(known, hash));
          });
      trip.send(entities);
    }
    return found;
  }
}
