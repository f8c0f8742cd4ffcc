package org.microwish.ledger.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A proof file (C2SP tlog-proof): proves that one leaf is in the tree of a checkpoint.
 *
 * @param index the leaf's index
 * @param hashes the inclusion proof, from the leaf to the root
 * @param checkpoint the signed note, unchanged
 */
public record TlogProof(long index, List<Hash> hashes, String checkpoint) {

  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,18})");

  public TlogProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Parses a proof file; skips a line of extra data.
   *
   * @throws IllegalArgumentException when it is ill-formed
   */
  public static TlogProof parse(String file) {
    int split = file.indexOf("\n\n");
    if (split < 0) {
      throw new IllegalArgumentException(
          "not a proof file: expected header, index, hashes, an empty line and a checkpoint");
    }
    String[] lines = file.substring(0, split).split("\n", -1);
    int at = lines.length > 1 && lines[1].startsWith("extra ") ? 2 : 1;
    if (!lines[0].equals(HEADER) || lines.length <= at || !INDEX.matcher(lines[at]).matches()) {
      throw new IllegalArgumentException("not a proof file: invalid header or index");
    }
    List<Hash> hashes = new ArrayList<>();
    for (int i = at + 1; i < lines.length; i++) {
      hashes.add(Hash.parseBase64(lines[i]));
    }
    return new TlogProof(
        Long.parseLong(lines[at].substring("index ".length())), hashes, file.substring(split + 2));
  }

  /** The proof file. */
  public String text() {
    StringBuilder text = new StringBuilder(HEADER).append("\nindex ").append(index).append('\n');
    hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }

  /**
   * Whether this proves that the leaf is in a tree that the log's key signed. A witness's key
   * proves nothing, even if it has the log's name.
   *
   * @throws IllegalArgumentException when the checkpoint is ill-formed or its signature is wrong
   */
  public boolean proves(byte[] leafHash, NoteKey key) {
    SignedNote note = SignedNote.parse(checkpoint);
    Checkpoint tree = Checkpoint.parse(note.text());
    return key.isOfLog(tree.origin())
        && !note.signedBy(List.of(key)).isEmpty()
        && computedRoot(leafHash, tree.size()).filter(tree.root()::equals).isPresent();
  }

  /**
   * The root that the leaf and the hashes give in a tree of that size; empty if there are too few
   * or too many hashes.
   */
  public Optional<Hash> computedRoot(byte[] leafHash, long size) {
    return Proofs.computedRoot(leafHash, index, hashes.stream().map(Hash::bytes).toList(), size)
        .map(Hash::of);
  }
}
