package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.platform.sql.Rows;
import org.microwish.problem.ProblemType;

/** Root hashes, checkpoints and entries for documents whose figures come from the ledger. */
@ApplicationScoped
public class LedgerTree {

  /** The maximum number of leaves per SQL statement, see {@link LeafPositions}. */
  private static final int TOGETHER = 128;

  /** An entry's id, and its leaf's index and hash. */
  public record LeafEntry(long leafIndex, long entryId, byte[] hash) {

    /** The leaf's hash, 64 hex digits. */
    public String leafHash() {
      return Hash.of(hash).hex();
    }
  }

  /**
   * A checkpoint.
   *
   * @param note the signed note, with the cosignatures of witnesses
   * @param rootHash 64 hex digits
   */
  public record Signed(String note, long treeSize, String rootHash) {}

  /**
   * The first entry of an aggregate.
   *
   * @param payload the bytes of its leaf
   * @param leafIndex null while the entry is queued
   */
  public record FirstEntry(
      String aggregateId, long entryId, byte[] payload, byte[] hash, Long leafIndex) {

    /** The leaf's hash, 64 hex digits. */
    public String leafHash() {
      return Hash.of(hash).hex();
    }
  }

  private final LedgerConfig config;
  private final Checkpoints checkpoints;
  private final Queries queries;
  private final TileNodes nodes;

  LedgerTree(LedgerConfig config, Checkpoints checkpoints, Queries queries, StoredTiles tiles) {
    this.config = config;
    this.checkpoints = checkpoints;
    this.queries = queries;
    this.nodes = new TileNodes(tiles);
  }

  /**
   * Returns the root hash of the tree of the first {@code size} leaves, 64 hex digits.
   *
   * @param size at most the present number of leaves
   */
  public String rootHash(long size) {
    return Hash.of(Proofs.root(nodes, size)).hex();
  }

  /**
   * Returns a checkpoint that covers the leaf, as {@link Checkpoints#covering} finds it.
   *
   * @throws org.microwish.problem.ProblemException NOT_YET_INTEGRATED until there is one
   */
  public Signed covering(long leafIndex) {
    Published covering =
        checkpoints
            .covering(config.origin(), leafIndex)
            .orElseThrow(
                () -> ProblemType.NOT_YET_INTEGRATED.exception().retryAfter(Duration.ofSeconds(1)));
    return new Signed(
        checkpoints.cosigned(covering).note(),
        covering.head().size(),
        covering.head().root().hex());
  }

  /**
   * Returns the first entry of each aggregate, by aggregate id. Aggregates without entries are
   * missing.
   */
  public Map<String, FirstEntry> first(AggregateType type, Collection<String> aggregateIds) {
    Map<String, FirstEntry> found = new HashMap<>();
    for (List<String> chunk : Rows.chunks(aggregateIds, TOGETHER)) {
      queries
          .list(
              FirstEntry.class,
              """
              SELECT e.aggregate_id, e.entry_id, e.payload, e.leaf_hash, l.leaf_index
              FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry_id = e.entry_id
              WHERE e.aggregate_type = :type AND e.aggregate_id IN (:ids)
                AND e.aggregate_version = 1
              """,
              Map.of("type", type, "ids", chunk))
          .forEach(entry -> found.put(entry.aggregateId(), entry));
    }
    return found;
  }

  /** Returns when the first leaf was recorded; empty if there is none. */
  public Optional<Instant> begun() {
    return queries.first(
        Instant.class,
        """
        SELECT e.recorded_at FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id
        WHERE l.leaf_index = :index
        """,
        Map.of("index", 0L));
  }

  /** Returns the entries of leaves by leaf index. */
  public Map<Long, LeafEntry> entries(Collection<Long> leafIndexes) {
    Map<Long, LeafEntry> found = new HashMap<>();
    for (List<Long> chunk : Rows.chunks(leafIndexes, TOGETHER)) {
      queries
          .list(
              LeafEntry.class,
              """
              SELECT l.leaf_index, l.entry_id, e.leaf_hash
              FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id
              WHERE l.leaf_index IN (:indexes)
              """,
              Map.of("indexes", chunk))
          .forEach(entry -> found.put(entry.leafIndex(), entry));
    }
    return found;
  }
}
