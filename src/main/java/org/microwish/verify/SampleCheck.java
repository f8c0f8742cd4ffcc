package org.microwish.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.JsonReader;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.SampleDraw;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.EntryBundle;
import org.microwish.ledger.merkle.Frontier;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.Tile;

/**
 * Draws a sample again from the leaves of a signed log, and compares it with the one that the
 * service returned. {@code src/docs/auditing.md} describes the draw.
 */
final class SampleCheck {

  private SampleCheck() {}

  /**
   * Checks a response of {@code GET /ledger/sample}.
   *
   * @param out receives a line if another checkpoint than the newest is used
   * @return what is proven, as text
   * @throws IllegalArgumentException when the sample or the log is wrong; the message says why
   * @throws IOException when the log cannot be read
   */
  static String check(String response, Source log, Trust trust, PrintStream out)
      throws IOException {
    Map<?, ?> sample = (Map<?, ?>) JsonReader.read(response);
    long size = (Long) sample.get("treeSize");
    long count = (Long) sample.get("n");
    String seed = (String) sample.get("seed");
    String stratum = (String) sample.get("stratum");
    SampleDraw draw =
        new SampleDraw(seed, stratum == null ? null : SampleDraw.Stratum.valueOf(stratum));
    CheckpointReader.Chosen chosen = new CheckpointReader(log, trust, out).read(size);
    if (!trust.isEnough(chosen.signatures())) {
      throw new IllegalArgumentException(trust.shortfall(chosen.signatures()));
    }
    Checkpoint tree = chosen.tree();
    if (size < 0 || size > tree.size()) {
      throw new IllegalArgumentException(
          "the sample is of %d leaves, the log has %d".formatted(size, tree.size()));
    }
    Frontier frontier = new Frontier();
    String root = null;
    for (long index = 0; index * Tile.WIDTH < tree.size(); index++) {
      for (byte[] leaf : leaves(log, index, Tile.width(tree.size(), 0, index))) {
        if (frontier.size() == size) {
          root = Hash.of(frontier.root()).hex();
        }
        if (frontier.size() < size) {
          draw.add(frontier.size(), Leaf.parse(leaf));
        }
        frontier.append(Hashes.leaf(leaf));
      }
    }
    if (!Hash.of(frontier.root()).equals(tree.root())) {
      throw new IllegalArgumentException("the leaves give another root than the checkpoint has");
    }
    if (!sample.get("rootHash").equals(root == null ? tree.root().hex() : root)) {
      throw new IllegalArgumentException("the tree of the sample has another root hash");
    }
    List<Object> drawn = new ArrayList<>();
    draw.draw(count)
        .forEach((name, wishes) -> drawn.add(part(name, draw.populations().get(name), wishes)));
    if (!drawn.equals(sample.get("strata"))) {
      throw new IllegalArgumentException("the leaves give another sample: " + drawn);
    }
    return "%d strata, at most %d wishes each, of the first %d of the %d leaves that %s signed"
        .formatted(drawn.size(), count, size, tree.size(), tree.origin());
  }

  /** Returns a stratum in the JSON form of the response. */
  private static Map<String, Object> part(
      String name, int population, List<SampleDraw.Candidate> wishes) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("name", name);
    part.put("population", (long) population);
    part.put(
        "wishes",
        wishes.stream()
            .map(wish -> Map.of("wishId", wish.wishId(), "leafIndex", wish.leafIndex()))
            .toList());
    return part;
  }

  private static List<byte[]> leaves(Source log, long index, int width) throws IOException {
    String path = "tile/" + Tile.bundlePath(index, width);
    List<byte[]> leaves =
        EntryBundle.read(
            log.read(path).orElseThrow(() -> new IllegalArgumentException(path + " is missing")));
    if (leaves.size() != width) {
      throw new IllegalArgumentException(
          "%s has %d entries instead of %d".formatted(path, leaves.size(), width));
    }
    return leaves;
  }
}
