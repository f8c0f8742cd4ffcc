package org.microwish.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.TlogProof;

/** Verifies that one leaf is in a signed tree, from two files and a key, without the log. */
final class ProofCheck {

  private ProofCheck() {}

  /**
   * Holds a proof file (C2SP tlog-proof) against the leaf's bytes.
   *
   * @return what was proven, in a sentence
   * @throws IllegalArgumentException when it does not prove that; the message says why
   * @throws IOException when a file cannot be read
   */
  static String check(Path proofFile, Path leafFile, List<NoteKey> keys) throws IOException {
    TlogProof proof =
        TlogProof.parse(new String(Files.readAllBytes(proofFile), StandardCharsets.UTF_8));
    byte[] bytes = Files.readAllBytes(leafFile);
    Checkpoint tree = Checkpoint.parse(SignedNote.parse(proof.checkpoint()).text());
    List<NoteKey> ofLog = keys.stream().filter(key -> key.name().equals(tree.origin())).toList();
    if (ofLog.isEmpty()) {
      throw new IllegalArgumentException("none of the given keys is of " + tree.origin());
    }
    if (ofLog.stream().noneMatch(key -> proof.proves(Hashes.leaf(bytes), key))) {
      throw new IllegalArgumentException(
          "the leaf, the hashes and the signed root do not belong together");
    }
    Leaf leaf = Leaf.parse(bytes);
    return "leaf %d of the %d that %s signed: %s, version %d of %s %s, recorded %s"
        .formatted(
            proof.index(),
            tree.size(),
            tree.origin(),
            leaf.type(),
            leaf.version(),
            leaf.aggregateType(),
            leaf.aggregateId(),
            leaf.recordedAt());
  }
}
