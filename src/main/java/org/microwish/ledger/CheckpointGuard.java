package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.TileNodes;

/** Checks whether the stored tree extends a tree that was seen before. */
@ApplicationScoped
class CheckpointGuard {

  private final StoredTiles tiles;

  CheckpointGuard(StoredTiles tiles) {
    this.tiles = tiles;
  }

  /**
   * Returns true if the stored tree has the head {@code head} and extends the tree with the head
   * {@code earlier}.
   */
  boolean extendsTree(TreeHead head, TreeHead earlier) {
    if (isBeginning(head, earlier)) {
      return true;
    }
    // Cached tiles may be from before a restore of the database: check again without them.
    tiles.forget();
    return isBeginning(head, earlier);
  }

  private boolean isBeginning(TreeHead head, TreeHead earlier) {
    return earlier.size() <= head.size()
        && root(earlier.size()).filter(earlier.root()::equals).isPresent()
        && root(head.size()).filter(head.root()::equals).isPresent();
  }

  private Optional<Hash> root(long size) {
    try {
      return Optional.of(Hash.of(Proofs.root(new TileNodes(tiles), size)));
    } catch (LedgerDamagedException rowsMissing) {
      return Optional.empty();
    }
  }

  static TreeHead head(Checkpoint checkpoint) {
    return new TreeHead(checkpoint.size(), checkpoint.root());
  }
}
