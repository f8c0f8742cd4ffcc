package org.microwish.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.TlogProof;

/** Verifies that one leaf is in a signed tree, from a proof file, a leaf file and keys only. */
final class ProofCheck {

  private ProofCheck() {}

  /**
   * Checks that a proof file (C2SP tlog-proof) proves the leaf.
   *
   * @return what is proven, as text
   * @throws IllegalArgumentException when it is not proven; the message says why
   * @throws IOException when a file cannot be read
   */
  static String check(Path proofFile, Path leafFile, Trust trust) throws IOException {
    TlogProof proof =
        TlogProof.parse(
            new String(Source.bytes(proofFile, SignedNote.MAX_CHARACTERS), StandardCharsets.UTF_8));
    byte[] bytes = Source.bytes(leafFile, Leaf.MAX_BYTES);
    SignedNote note = SignedNote.parse(proof.checkpoint());
    Checkpoint tree = Checkpoint.parse(note.text());
    List<NoteKey> logKeys =
        trust.keys().stream().filter(key -> key.isOfLog(tree.origin())).toList();
    if (logKeys.isEmpty()) {
      throw new IllegalArgumentException("no given key belongs to the log " + tree.origin());
    }
    byte[] leafHash = Hashes.leaf(bytes);
    if (logKeys.stream().noneMatch(key -> proof.proves(leafHash, key))) {
      throw new IllegalArgumentException(refusal(proof, leafHash, tree));
    }
    Trust.Signatures signatures = trust.check(note, tree.origin(), Instant.now());
    trust.requireQuorum(signatures);
    Leaf leaf = Leaf.parse(bytes);
    return "leaf %d of the %d that %s signed: %s, version %d of %s %s, recorded %s%s"
        .formatted(
            proof.index(),
            tree.size(),
            tree.origin(),
            leaf.type(),
            leaf.version(),
            leaf.aggregateType(),
            leaf.aggregateId(),
            leaf.recordedAt(),
            signatures.witnesses().stream()
                .map(one -> "; cosigned by " + one)
                .collect(Collectors.joining()));
  }

  private static String refusal(TlogProof proof, byte[] leafHash, Checkpoint tree) {
    return proof
        .computedRoot(leafHash, tree.size())
        .map(
            computed ->
                computed.equals(tree.root())
                    ? "none of the given keys signed the checkpoint"
                    : "the leaf and the %d hashes give the root hash %s, the checkpoint has %s"
                        .formatted(proof.hashes().size(), computed.base64(), tree.root().base64()))
        .orElseGet(
            () ->
                "%d hashes cannot prove that leaf %d is in a tree of %d leaves"
                    .formatted(proof.hashes().size(), proof.index(), tree.size()));
  }
}
