package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.Checkpoints.Published;
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

  /** An entry with its leaf. */
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
