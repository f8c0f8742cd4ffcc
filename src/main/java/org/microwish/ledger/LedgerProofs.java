package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.ledger.merkle.TlogProof;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Computes inclusion and consistency proofs from the stored tiles. */
@ApplicationScoped
class LedgerProofs {

  /**
   * The proof that an entry is in a checkpoint's tree.
   *
   * @param hashes from the leaf to the root
   * @param note the checkpoint, signed and cosigned
   */
  record OfEntry(EntryRow entry, TreeHead tree, List<Hash> hashes, String note) {

    TlogProof file() {
      return new TlogProof(entry.leafIndex(), hashes, note);
    }
  }

  /** A proof that a leaf is in a tree. */
  record Inclusion(long leafIndex, TreeHead tree, Hash leafHash, List<Hash> hashes) {}

  /** A proof that the tree {@code to} extends the tree {@code from}. */
  record Consistency(TreeHead from, TreeHead to, List<Hash> hashes) {}

  private final LedgerConfig config;
  private final LedgerReads reads;
  private final Checkpoints checkpoints;
  private final TileNodes nodes;

  LedgerProofs(LedgerConfig config, LedgerReads reads, Checkpoints checkpoints, StoredTiles tiles) {
    this.config = config;
    this.reads = reads;
    this.checkpoints = checkpoints;
    this.nodes = new TileNodes(tiles);
  }

  /**
   * Proves that one entry is in the tree of the checkpoint that {@link Checkpoints#covering} finds.
   *
   * @throws ProblemException NOT_FOUND if the entry does not exist; NOT_YET_INTEGRATED until a
   *     checkpoint covers the entry
   */
  OfEntry ofEntry(long entryId) {
    EntryRow entry = reads.entry(entryId).orElseThrow(ProblemType.NOT_FOUND::exception);
    Published covering =
        Optional.ofNullable(entry.leafIndex())
            .flatMap(index -> checkpoints.covering(config.origin(), index))
            .orElseThrow(
                () -> ProblemType.NOT_YET_INTEGRATED.exception().retryAfter(Duration.ofSeconds(1)));
    TreeHead tree = covering.head();
    return new OfEntry(
        entry,
        tree,
        hashes(Proofs.inclusion(nodes, entry.leafIndex(), tree.size())),
        checkpoints.cosigned(covering).note());
  }

  /**
   * Proves that one leaf is in the current tree or an earlier tree.
   *
   * @param treeSize the tree's number of leaves; null for the current tree
   */
  Inclusion inclusion(Long leafIndex, Long treeSize) {
    long size = checkpoints.head().size();
    long of = treeSize == null ? size : treeSize;
    require("leafIndex", leafIndex);
    if (of < 1 || of > size) {
      throw outOfRange("treeSize");
    }
    if (leafIndex < 0 || leafIndex >= of) {
      throw outOfRange("leafIndex");
    }
    return new Inclusion(
        leafIndex,
        tree(of),
        Hash.of(nodes.node(0, leafIndex)),
        hashes(Proofs.inclusion(nodes, leafIndex, of)));
  }

  /**
   * Proves that the tree of {@code to} leaves extends the tree of {@code from} leaves.
   *
   * @param to null for the current tree
   */
  Consistency consistency(Long from, Long to) {
    long size = checkpoints.head().size();
    long of = to == null ? size : to;
    require("from", from);
    if (of < 0 || of > size) {
      throw outOfRange("to");
    }
    if (from < 0 || from > of) {
      throw outOfRange("from");
    }
    return new Consistency(tree(from), tree(of), hashes(Proofs.consistency(nodes, from, of)));
  }

  private TreeHead tree(long size) {
    return new TreeHead(size, Hash.of(Proofs.root(nodes, size)));
  }

  private static List<Hash> hashes(List<byte[]> proof) {
    return proof.stream().map(Hash::of).toList();
  }

  private static void require(String name, Long value) {
    if (value == null) {
      throw ProblemException.invalid(FieldError.query(name, FieldFault.REQUIRED));
    }
  }

  private static ProblemException outOfRange(String name) {
    return ProblemException.invalid(FieldError.query(name, FieldFault.OUT_OF_RANGE));
  }
}
