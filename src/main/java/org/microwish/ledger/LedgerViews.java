package org.microwish.ledger;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.platform.Id;

/** Response bodies of the ledger's resources. */
final class LedgerViews {

  private static final String HEX = "64 hex digits";

  private LedgerViews() {}

  /** The state of sequencing and signing. */
  @Schema(name = "LedgerStatus", description = "How far the ledger is.")
  record Status(
      @Schema(required = true, description = "Leaves of the tree", examples = "2851") long treeSize,
      @Schema(required = true, description = "Root of the tree, " + HEX) String rootHash,
      @Schema(required = true, description = "When the last leaf was added") Instant integratedAt,
      @Schema(required = true, description = "Entries that wait for their leaf") long queueDepth,
      @Schema(
              required = true,
              nullable = true,
              description = "When the oldest of them was recorded; null when none waits")
          Instant oldestQueuedAt,
      @Schema(required = true, description = "How long that one has waited")
          double oldestQueuedSeconds,
      @Schema(required = true, description = "Leaves added per second in the last minute")
          double integratedPerSecond,
      @Schema(
              required = true,
              nullable = true,
              description = "Size of the newest checkpoint's tree; null before the first")
          Long checkpointSize,
      @Schema(required = true, nullable = true, description = "When it was published")
          Instant checkpointAt) {}

  /** An entry in a list. */
  @Schema(name = "LedgerEntry", description = "One immutable fact.")
  record Entry(
      @Schema(required = true, examples = "0HZX3V8A6QK2M") String entryId,
      @Schema(
              required = true,
              nullable = true,
              description = "Its place in the tree; null while it is queued")
          Long leafIndex,
      @Schema(required = true, description = "SHA-256 leaf hash (RFC 9162), " + HEX)
          String leafHash,
      @Schema(
              required = true,
              type = SchemaType.OBJECT,
              description =
                  "The leaf. Its characters, as they stand here, are the bytes that were hashed.")
          @JsonRawValue
          String leaf) {

    static Entry of(EntryRow row) {
      return new Entry(Id.text(row.entryId()), row.leafIndex(), row.leafHash().hex(), row.leaf());
    }
  }

  /** An entry with its bytes. */
  @Schema(name = "LedgerEntryWithBytes", description = "One immutable fact, with its bytes.")
  record EntryWithBytes(
      @Schema(required = true, examples = "0HZX3V8A6QK2M") String entryId,
      @Schema(
              required = true,
              nullable = true,
              description = "Its place in the tree; null while it is queued")
          Long leafIndex,
      @Schema(required = true, description = "SHA-256 leaf hash (RFC 9162), " + HEX)
          String leafHash,
      @Schema(required = true, description = "The leaf's bytes, base 64") String leafBytes,
      @Schema(required = true, type = SchemaType.OBJECT, description = "The leaf") @JsonRawValue
          String leaf) {

    static EntryWithBytes of(EntryRow row) {
      return new EntryWithBytes(
          Id.text(row.entryId()),
          row.leafIndex(),
          row.leafHash().hex(),
          Base64.getEncoder().encodeToString(row.bytes()),
          row.leaf());
    }
  }

  /** A page of entries. */
  @Schema(name = "LedgerEntryPage", description = "Entries in leaf order.")
  record EntryPage(
      @Schema(required = true) List<Entry> items,
      @Schema(
              required = true,
              nullable = true,
              description =
                  "Give it as `after` for the next page; null on the last. A page may hold fewer"
                      + " items than asked for, even none, and still have a next.")
          String nextCursor) {

    static EntryPage of(List<EntryRow> rows, Long next) {
      return new EntryPage(
          rows.stream().map(Entry::of).toList(), next == null ? null : next.toString());
    }
  }

  /** The proof of an entry. */
  @Schema(
      name = "LedgerProof",
      description = "Proves that an entry is in a published checkpoint's tree.")
  record Proof(
      @Schema(required = true, examples = "0HZX3V8A6QK2M") String entryId,
      @Schema(required = true) long leafIndex,
      @Schema(required = true, description = HEX) String leafHash,
      @Schema(required = true) long treeSize,
      @Schema(required = true, description = HEX) String rootHash,
      @Schema(required = true, description = "From the leaf to the root, each " + HEX)
          List<String> hashes,
      @Schema(required = true, description = "The signed checkpoint (C2SP signed note)")
          String checkpoint) {

    static Proof of(LedgerProofs.OfEntry proof) {
      return new Proof(
          Id.text(proof.entry().entryId()),
          proof.entry().leafIndex(),
          proof.entry().leafHash().hex(),
          proof.tree().size(),
          proof.tree().root().hex(),
          hex(proof.hashes()),
          proof.note());
    }
  }

  /** The inclusion proof of a leaf. */
  @Schema(name = "InclusionProof", description = "Proves that a leaf is in a tree (RFC 9162).")
  record Inclusion(
      @Schema(required = true) long leafIndex,
      @Schema(required = true, description = HEX) String leafHash,
      @Schema(required = true) long treeSize,
      @Schema(required = true, description = HEX) String rootHash,
      @Schema(required = true, description = "From the leaf to the root, each " + HEX)
          List<String> hashes) {

    static Inclusion of(LedgerProofs.Inclusion proof) {
      return new Inclusion(
          proof.leafIndex(),
          proof.leafHash().hex(),
          proof.tree().size(),
          proof.tree().root().hex(),
          hex(proof.hashes()));
    }
  }

  /** The consistency proof of two trees. */
  @Schema(
      name = "ConsistencyProof",
      description = "Proves that one tree extends another (RFC 9162).")
  record Consistency(
      @Schema(required = true) long from,
      @Schema(required = true, description = HEX) String fromRootHash,
      @Schema(required = true) long to,
      @Schema(required = true, description = HEX) String toRootHash,
      @Schema(required = true, description = "Each " + HEX) List<String> hashes) {

    static Consistency of(LedgerProofs.Consistency proof) {
      return new Consistency(
          proof.from().size(),
          proof.from().root().hex(),
          proof.to().size(),
          proof.to().root().hex(),
          hex(proof.hashes()));
    }
  }

  /** A published checkpoint. */
  @Schema(name = "LedgerCheckpoint", description = "A published checkpoint.")
  record CheckpointView(
      @Schema(required = true, description = "Its number in the history, from 1") long number,
      @Schema(required = true, examples = "microwish.local/api/v1/ledger") String origin,
      @Schema(required = true) long treeSize,
      @Schema(required = true, description = HEX) String rootHash,
      @Schema(required = true) Instant publishedAt,
      @Schema(required = true, description = "The note as it was signed, with its cosignatures")
          String note) {

    static CheckpointView of(Published published, String note) {
      return new CheckpointView(
          published.seq(),
          published.origin(),
          published.head().size(),
          published.head().root().hex(),
          published.publishedAt(),
          note);
    }
  }

  /** A page of checkpoints. */
  @Schema(name = "LedgerCheckpointPage", description = "Published checkpoints, oldest first.")
  record CheckpointPage(
      @Schema(required = true) List<CheckpointView> items,
      @Schema(
              required = true,
              nullable = true,
              description = "Give it as `after` for the next page; null on the last")
          String nextCursor) {}

  /** A key of the log or a witness. */
  @Schema(name = "LedgerKey", description = "A key that verifies checkpoints.")
  record Key(
      @Schema(required = true, description = "The origin, or the witness's name") String name,
      @Schema(required = true, description = "Which key of that name, 8 hex digits") String keyId,
      @Schema(
              required = true,
              description = "The verifier key (C2SP signed-note): `name+keyId+key`")
          String verifierKey,
      @Schema(
              required = true,
              description =
                  "Whether it signs new checkpoints; a key that does not still verifies old ones")
          boolean current) {

    static Key of(NoteKey key, boolean current) {
      return new Key(key.name(), key.hexId(), key.text(), current);
    }
  }

  /** All keys. */
  @Schema(name = "LedgerKeys", description = "The keys that verify checkpoints.")
  record Keys(
      @Schema(required = true, description = "The log's, old ones too") List<Key> log,
      @Schema(required = true, description = "Those of the witnesses known here")
          List<Key> witnesses) {}

  /** The cosignatures that were accepted. */
  @Schema(name = "CosignatureReceipt", description = "Which cosignatures were accepted.")
  record Cosigned(
      @Schema(required = true, description = "The checkpoint's number in the history")
          long checkpoint,
      @Schema(required = true, description = "Names of the witnesses whose cosignature is kept")
          List<String> witnesses) {}

  private static List<String> hex(List<Hash> hashes) {
    return hashes.stream().map(Hash::hex).toList();
  }
}
