package org.microwish.ledger.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A proof file (C2SP tlog-proof), which proves that one leaf is in the tree of a checkpoint.
 *
 * @param index the index of the leaf
 * @param hashes the inclusion proof: sibling hashes on the path from the leaf to the root
 * @param checkpoint the text of the signed note with the checkpoint
 */
public record TlogProof(long index, List<Hash> hashes, String checkpoint) {

  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,18})");

  public TlogProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Parses a proof file; ignores the line of extra data, if there is one.
   *
   * @throws IllegalArgumentException when the file is ill-formed
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

  /** Returns the text of the proof file, without extra data. */
  public String text() {
    StringBuilder text = new StringBuilder(HEADER).append("\nindex ").append(index).append('\n');
    hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }

  /**
   * Returns true if this file proves that the leaf is in a tree that the log signed with this key.
   * A witness's key for cosignatures proves nothing, even if it has the log's name.
   *
   * @throws IllegalArgumentException when the checkpoint is ill-formed, or when its signature by
   *     this key is wrong
   */
  public boolean proves(byte[] leafHash, NoteKey key) {
    SignedNote note = SignedNote.parse(checkpoint);
    Checkpoint tree = Checkpoint.parse(note.text());
    return key.isOfLog(tree.origin())
        && !note.signedBy(List.of(key)).isEmpty()
        && computedRoot(leafHash, tree.size()).filter(tree.root()::equals).isPresent();
  }

  /**
   * Returns the root that follows from the leaf and {@link #hashes} in a tree of that size; empty
   * if there are too few or too many hashes.
   */
  public Optional<Hash> computedRoot(byte[] leafHash, long size) {
    return Proofs.computedRoot(leafHash, index, hashes.stream().map(Hash::bytes).toList(), size)
        .map(Hash::of);
  }
}
