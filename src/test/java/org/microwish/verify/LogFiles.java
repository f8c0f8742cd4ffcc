package org.microwish.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.microwish.ledger.leaf.CanonicalJson;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.EntryBundle;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;
import org.microwish.ledger.merkle.TreeEdge;
import org.microwish.statistics.fold.PublicFigures;
import org.microwish.statistics.fold.Statistics;

/** Writes a log into a directory without a database, as a service would serve it. */
public final class LogFiles {

  /** The log's origin. */
  public static final String ORIGIN = "log.example/ledger";

  private final NoteSigner signer = NoteSigner.generate(ORIGIN, NoteKey.Type.ED25519);
  private final Path directory;
  private final TreeEdge edge = new TreeEdge();
  private final List<byte[]> bundle = new ArrayList<>();

  /** Begins an empty log. */
  public LogFiles(Path directory) {
    this.directory = directory;
  }

  /** The log's signer. */
  NoteSigner signer() {
    return signer;
  }

  /** The log's verifier key. */
  public String key() {
    return signer.key().text();
  }

  /** Appends leaves and writes the tiles that become full. */
  public LogFiles append(Collection<Leaf> leaves) {
    leaves.forEach(leaf -> append(leaf.bytes()));
    return this;
  }

  private void append(byte[] leaf) {
    List<TreeEdge.Full> full = new ArrayList<>();
    bundle.add(leaf);
    edge.append(Hashes.leaf(leaf), full);
    for (TreeEdge.Full tile : full) {
      Tile place = new Tile(tile.level(), tile.index(), Tile.WIDTH);
      write("tile/" + place.path(), tile.bytes());
      if (tile.level() == 0) {
        write("tile/" + Tile.bundlePath(tile.index(), Tile.WIDTH), EntryBundle.write(bundle));
        bundle.clear();
      }
    }
  }

  /** Writes the partial tiles and the checkpoint. */
  public LogFiles finish() {
    for (TreeEdge.Partial partial : edge.partials()) {
      write("tile/" + partial.tile().path(), partial.bytes());
      if (partial.tile().level() == 0) {
        write(
            "tile/" + Tile.bundlePath(partial.tile().index(), partial.tile().width()),
            EntryBundle.write(bundle));
      }
    }
    checkpoint(edge.size(), edge.root());
    return this;
  }

  /** Writes a checkpoint that the log signed. */
  void checkpoint(long size, byte[] root) {
    String text = ORIGIN + "\n" + size + "\n" + Hash.of(root).base64() + "\n";
    write(new SignedNote(text, List.of(signer.sign(text))));
  }

  /** The checkpoint. */
  SignedNote checkpoint() throws IOException {
    return SignedNote.parse(Files.readString(path("checkpoint")));
  }

  /** Replaces the checkpoint. */
  void write(SignedNote note) {
    write("checkpoint", note.note().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the figures under {@code /api/v1/statistics} of a service without leaves. */
  static byte[] figures(String query) {
    return figures(query, new Statistics(), 0);
  }

  /** Returns the figures of a service that has counted {@code treeSize} leaves. */
  static byte[] figures(String query, Statistics counted, long treeSize) {
    Map<String, Object> answer = new TreeMap<>();
    ComputedFigures.of(query, counted, new PublicFigures(counted), Map.of())
        .forEach((name, value) -> put(answer, name, value));
    answer.put("asOf", Map.of("treeSize", treeSize));
    return CanonicalJson.write(answer);
  }

  @SuppressWarnings("unchecked") // Only this method puts maps into it.
  private static void put(Map<String, Object> into, String name, String value) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      into.put(name, value);
    } else {
      put(
          (Map<String, Object>)
              into.computeIfAbsent(name.substring(0, dot), first -> new TreeMap<>()),
          name.substring(dot + 1),
          value);
    }
  }

  /** A file of the log. */
  Path path(String file) {
    return directory.resolve(file);
  }

  /** Writes a file of the log. */
  void write(String file, byte[] bytes) {
    try {
      Files.createDirectories(path(file).getParent());
      Files.write(path(file), bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
