package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.ledger.merkle.TlogProof;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Reads all leaves of one aggregate that a checkpoint covers, each with its inclusion proof. */
@ApplicationScoped
public class AggregateProofs {

  /**
   * The number of versions per query. The leaves are read in steps, so that a slow client occupies
   * neither a database connection nor much memory.
   */
  private static final int STEP = 100;

  /**
   * The versions of an aggregate that a checkpoint covers.
   *
   * @param id the aggregate's id as shown in leaves
   * @param checkpoint the checkpoint's signed note, with the cosignatures of witnesses
   * @param rootHash 64 hex digits
   * @param versions the last covered version; all versions from 1 are covered
   */
  public record Covered(
      AggregateType type,
      String id,
      String checkpoint,
      String origin,
      long treeSize,
      String rootHash,
      Instant publishedAt,
      long versions) {}

  /**
   * A leaf and its proof.
   *
   * @param leafHash 64 hex digits
   * @param proof a proof file (C2SP tlog-proof); null from {@link #eachLeaf}
   */
  public record Proven(
      long entryId, long version, long leafIndex, byte[] leaf, String leafHash, String proof) {}

  /** Receives the leaves in the order of their versions. */
  @FunctionalInterface
  public interface Receiver {
    void accept(Proven leaf) throws IOException;
  }

  private final LedgerConfig config;
  private final LedgerReads reads;
  private final Checkpoints checkpoints;
  private final TileNodes nodes;

  AggregateProofs(
      LedgerConfig config, LedgerReads reads, Checkpoints checkpoints, StoredTiles tiles) {
    this.config = config;
    this.reads = reads;
    this.checkpoints = checkpoints;
    this.nodes = new TileNodes(tiles);
  }

  /**
   * Finds the checkpoint for the proofs of an aggregate, and which of the aggregate's versions this
   * checkpoint covers. The checkpoint is the one that {@link Checkpoints#covering} finds for the
   * last version that the newest checkpoint covers.
   *
   * @param id the aggregate's id as shown in leaves
   * @throws ProblemException NOT_FOUND if the aggregate has no entry; NOT_YET_INTEGRATED until a
   *     checkpoint covers version 1
   */
  public Covered covered(AggregateType type, String id) {
    if (reads.versions(type, id, 0, 1).isEmpty()) {
      throw ProblemType.NOT_FOUND.exception();
    }
    Published newest = checkpoints.latest(config.origin()).orElseThrow(AggregateProofs::notYet);
    long last = reads.versionsIn(type, id, newest.head().size());
    if (last == 0) {
      throw notYet();
    }
    Published covering =
        checkpoints
            .covering(config.origin(), reads.versions(type, id, last - 1, 1).getFirst().leafIndex())
            .orElseThrow(AggregateProofs::notYet);
    long versions = reads.versionsIn(type, id, covering.head().size());
    return new Covered(
        type,
        id,
        checkpoints.cosigned(covering).note(),
        covering.origin(),
        covering.head().size(),
        covering.head().root().hex(),
        covering.publishedAt(),
        versions);
  }

  private static ProblemException notYet() {
    return ProblemType.NOT_YET_INTEGRATED.exception().retryAfter(Duration.ofSeconds(1));
  }

  /** Passes all covered leaves to the receiver; reads {@link #STEP} leaves at a time. */
  public void each(Covered covered, Receiver receiver) throws IOException {
    each(covered, receiver, true);
  }

  /** Passes all covered leaves to the receiver without computing their proofs. */
  public void eachLeaf(Covered covered, Receiver receiver) throws IOException {
    each(covered, receiver, false);
  }

  private void each(Covered covered, Receiver receiver, boolean prove) throws IOException {
    long after = 0;
    while (after < covered.versions()) {
      int limit = (int) Math.min(STEP, covered.versions() - after);
      List<EntryRow> rows = reads.versions(covered.type(), covered.id(), after, limit);
      for (EntryRow row : rows) {
        receiver.accept(proven(covered, row, prove));
      }
      after += limit;
    }
  }

  private Proven proven(Covered covered, EntryRow row, boolean prove) {
    if (row.leafIndex() == null || row.leafIndex() >= covered.treeSize()) {
      throw new LedgerDamagedException(
          "version %d of %s %s is not before version %d"
              .formatted(row.version(), covered.type(), covered.id(), covered.versions()));
    }
    return new Proven(
        row.entryId(),
        row.version(),
        row.leafIndex(),
        row.bytes(),
        row.leafHash().hex(),
        prove ? proof(covered, row.leafIndex()) : null);
  }

  private String proof(Covered covered, long leafIndex) {
    List<Hash> hashes =
        Proofs.inclusion(nodes, leafIndex, covered.treeSize()).stream().map(Hash::of).toList();
    return new TlogProof(leafIndex, hashes, covered.checkpoint()).text();
  }
}
