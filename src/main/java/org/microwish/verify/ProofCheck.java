package org.microwish.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
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
    Trust.Signed signed = trust.require(SignedNote.parse(proof.checkpoint()));
    Checkpoint tree = signed.tree();
    Hash root = proof.computedRoot(Hashes.leaf(bytes), tree.size()).orElse(null);
    if (!tree.root().equals(root)) {
      throw new IllegalArgumentException(refusal(proof, root, tree));
    }
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
            signed.signatures().witnesses().stream()
                .map(one -> "; cosigned by " + one)
                .collect(Collectors.joining()));
  }

  private static String refusal(TlogProof proof, Hash root, Checkpoint tree) {
    return root == null
        ? "%d hashes cannot prove that leaf %d is in a tree of %d leaves"
            .formatted(proof.hashes().size(), proof.index(), tree.size())
        : "the leaf and the %d hashes give the root hash %s, the checkpoint has %s"
            .formatted(proof.hashes().size(), root.base64(), tree.root().base64());
  }
}
