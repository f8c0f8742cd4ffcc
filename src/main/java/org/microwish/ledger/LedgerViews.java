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
  @Schema(name = "LedgerStatus", description = "The state of the ledger.")
  record Status(
      @Schema(required = true, description = "Number of leaves of the tree", examples = "2851")
          long treeSize,
      @Schema(required = true, description = "Root hash of the tree, " + HEX) String rootHash,
      @Schema(required = true, description = "When the last leaf was added") Instant integratedAt,
      @Schema(required = true, description = "Number of entries that wait for their leaf")
          long queueDepth,
      @Schema(
              required = true,
              nullable = true,
              description = "When the oldest waiting entry was recorded; null if none waits")
          Instant oldestQueuedAt,
      @Schema(
              required = true,
              description =
                  "How long the oldest waiting entry has waited, in seconds; 0 if none waits")
          double oldestQueuedSeconds,
      @Schema(required = true, description = "Leaves added per second, average of the last minute")
          double integratedPerSecond,
      @Schema(
              required = true,
              nullable = true,
              description =
                  "Number of leaves that the newest checkpoint covers; null before the first"
                      + " checkpoint")
          Long checkpointSize,
      @Schema(
              required = true,
              nullable = true,
              description = "When the newest checkpoint was published; null before the first")
          Instant checkpointAt) {}

  /** An entry in a list. */
  @Schema(name = "LedgerEntry", description = "An entry of the ledger. Entries never change.")
  record Entry(
      @Schema(required = true, examples = "0HZX3V8A6QK2M") String entryId,
      @Schema(
              required = true,
              nullable = true,
              description =
                  "Index of the entry's leaf, from 0; null while the entry waits for its leaf")
          Long leafIndex,
      @Schema(required = true, description = "SHA-256 leaf hash (RFC 9162), " + HEX)
          String leafHash,
      @Schema(
              required = true,
              type = SchemaType.OBJECT,
              description =
                  "The leaf as a JSON object. Its text, exactly as in this response and in UTF-8,"
                      + " is what was hashed.")
          @JsonRawValue
          String leaf) {

    static Entry of(EntryRow row) {
      return new Entry(Id.text(row.entryId()), row.leafIndex(), row.leafHash().hex(), row.leaf());
    }
  }

  /** An entry with the bytes of its leaf. */
  @Schema(
      name = "LedgerEntryWithBytes",
      description = "An entry of the ledger, with the bytes of its leaf. Entries never change.")
  record EntryWithBytes(
      @Schema(required = true, examples = "0HZX3V8A6QK2M") String entryId,
      @Schema(
              required = true,
              nullable = true,
              description =
                  "Index of the entry's leaf, from 0; null while the entry waits for its leaf")
          Long leafIndex,
      @Schema(required = true, description = "SHA-256 leaf hash (RFC 9162), " + HEX)
          String leafHash,
      @Schema(required = true, description = "The bytes of the leaf, in base 64") String leafBytes,
      @Schema(required = true, type = SchemaType.OBJECT, description = "The leaf as a JSON object")
          @JsonRawValue
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
  @Schema(
      name = "LedgerEntryPage",
      description =
          "A page of entries, in the order of their leaves or, for one aggregate, of their"
              + " versions.")
  record EntryPage(
      @Schema(required = true) List<Entry> items,
      @Schema(
              required = true,
              nullable = true,
              description =
                  "The value of `after` for the next page; null on the last page. A page may"
                      + " contain fewer items than `limit`, even none, although more follow.")
          String nextCursor) {

    static EntryPage of(List<EntryRow> rows, Long next) {
      return new EntryPage(
          rows.stream().map(Entry::of).toList(), next == null ? null : next.toString());
    }
  }

  /** A proof that the newest checkpoint covers an entry. */
  @Schema(
      name = "LedgerProof",
      description = "A proof that a published checkpoint covers an entry.")
  record Proof(
      @Schema(required = true, examples = "0HZX3V8A6QK2M") String entryId,
      @Schema(required = true) long leafIndex,
      @Schema(required = true, description = HEX) String leafHash,
      @Schema(required = true) long treeSize,
      @Schema(required = true, description = HEX) String rootHash,
      @Schema(required = true, description = "Hashes from the leaf to the root, each of " + HEX)
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
  @Schema(name = "InclusionProof", description = "A proof that a leaf is in a tree (RFC 9162).")
  record Inclusion(
      @Schema(required = true) long leafIndex,
      @Schema(required = true, description = HEX) String leafHash,
      @Schema(required = true) long treeSize,
      @Schema(required = true, description = HEX) String rootHash,
      @Schema(required = true, description = "Hashes from the leaf to the root, each of " + HEX)
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
      description = "A proof that a tree extends an earlier tree (RFC 9162).")
  record Consistency(
      @Schema(required = true) long from,
      @Schema(required = true, description = HEX) String fromRootHash,
      @Schema(required = true) long to,
      @Schema(required = true, description = HEX) String toRootHash,
      @Schema(required = true, description = "Hashes of the proof, each of " + HEX)
          List<String> hashes) {

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
      @Schema(required = true, description = "Number of the checkpoint in the history, from 1")
          long number,
      @Schema(required = true, examples = "microwish.local/api/v1/ledger") String origin,
      @Schema(required = true) long treeSize,
      @Schema(required = true, description = HEX) String rootHash,
      @Schema(required = true) Instant publishedAt,
      @Schema(required = true, description = "The signed note, with the cosignatures of witnesses")
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
  @Schema(name = "LedgerCheckpointPage", description = "Published checkpoints.")
  record CheckpointPage(
      @Schema(required = true) List<CheckpointView> items,
      @Schema(
              required = true,
              nullable = true,
              description = "The value of `after` for the next page; null on the last page")
          String nextCursor) {}

  /** A key of the log or a witness. */
  @Schema(name = "LedgerKey", description = "A key that verifies checkpoints.")
  record Key(
      @Schema(required = true, description = "The log's origin, or the name of the witness")
          String name,
      @Schema(required = true, description = "Distinguishes keys of the same name, 8 hex digits")
          String keyId,
      @Schema(
              required = true,
              description = "The verifier key (C2SP signed-note): `name+keyId+key`")
          String verifierKey,
      @Schema(
              required = true,
              description =
                  "Whether the key signs new checkpoints; a former key still verifies old ones")
          boolean current) {

    static Key of(NoteKey key, boolean current) {
      return new Key(key.name(), key.hexId(), key.text(), current);
    }
  }

  /** The keys of the log and of its witnesses. */
  @Schema(name = "LedgerKeys", description = "The keys that verify checkpoints.")
  record Keys(
      @Schema(required = true, description = "All keys of the log, including former ones")
          List<Key> log,
      @Schema(
              required = true,
              description = "The keys of the witnesses whose cosignatures the service accepts")
          List<Key> witnesses) {}

  /** The cosignatures that were accepted. */
  @Schema(name = "CosignatureReceipt", description = "The cosignatures that were accepted.")
  record Cosigned(
      @Schema(required = true, description = "Number of the checkpoint in the history")
          long checkpoint,
      @Schema(
              required = true,
              description = "Names of the witnesses whose cosignatures were accepted")
          List<String> witnesses) {}

  private static List<String> hex(List<Hash> hashes) {
    return hashes.stream().map(Hash::hex).toList();
  }
}
