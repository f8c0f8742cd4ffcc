package org.microwish.ledger.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An append-only Merkle tree that keeps only its right edge: the hashes of each level that do not
 * fill a tile yet. {@link #append} outputs each tile that becomes full, exactly once. Not
 * thread-safe.
 */
public final class TreeEdge {

  /**
   * A tile that became full.
   *
   * @param hashes the tile's 256 hashes, in order
   */
  public record Full(int level, long index, List<byte[]> hashes) {

    /** Returns the tile's 8,192 bytes, as they are stored and served. */
    public byte[] bytes() {
      return join(hashes);
    }
  }

  /**
   * A tile at the tree's right edge that is not full.
   *
   * @param bytes the tile's hashes, concatenated, as they are served
   */
  public record Partial(Tile tile, byte[] bytes) {}

  /** The hashes that are not yet in a full tile, by level; fewer than 256 per level. */
  private final List<List<byte[]>> levels;

  private long size;

  /** Creates the edge of the empty tree. */
  public TreeEdge() {
    this.levels = new ArrayList<>();
  }

  private TreeEdge(long size, List<List<byte[]>> levels) {
    this.size = size;
    this.levels = levels;
  }

  /** Reads the right edge of a tree of {@code size} leaves: the partial tile of each level. */
  public static TreeEdge read(TileReader tiles, long size) {
    List<List<byte[]>> levels = new ArrayList<>();
    for (int level = 0; size >> (Tile.BITS * level) > 0; level++) {
      long hashes = size >> (Tile.BITS * level);
      long tile = hashes / Tile.WIDTH;
      int width = Tile.width(size, level, tile);
      levels.add(width == 0 ? new ArrayList<>() : split(tiles.hashes(level, tile, width), width));
      if (level == Tile.MAX_LEVEL) {
        break;
      }
    }
    return new TreeEdge(size, levels);
  }

  /** Copies the edge, so that a failed batch leaves the original unchanged. */
  public TreeEdge copy() {
    List<List<byte[]>> copies = new ArrayList<>(levels.size());
    levels.forEach(level -> copies.add(new ArrayList<>(level)));
    return new TreeEdge(size, copies);
  }

  /** Returns the number of leaves in the tree. */
  public long size() {
    return size;
  }

  /** Appends one leaf, and adds each tile that this makes full to the list {@code full}. */
  public void append(byte[] leafHash, List<Full> full) {
    byte[] hash = leafHash;
    size++;
    for (int level = 0; ; level++) {
      if (level == levels.size()) {
        levels.add(new ArrayList<>());
      }
      List<byte[]> hashes = levels.get(level);
      hashes.add(hash);
      if (hashes.size() < Tile.WIDTH) {
        return;
      }
      long fullTiles = size >> (Tile.BITS * (level + 1));
      Full tile = new Full(level, fullTiles - 1, List.copyOf(hashes));
      full.add(tile);
      hashes.clear();
      hash = TileNodes.root(tile.bytes());
    }
  }

  /** Returns the partial tiles, at most one of each level, level 0 first. */
  public List<Partial> partials() {
    List<Partial> partials = new ArrayList<>();
    for (int level = 0; level < levels.size(); level++) {
      int width = levels.get(level).size();
      if (width > 0) {
        long index = (size >> (Tile.BITS * level)) / Tile.WIDTH;
        partials.add(new Partial(new Tile(level, index, width), join(levels.get(level))));
      }
    }
    return partials;
  }

  /** Returns the root of the tree. */
  public byte[] root() {
    List<byte[]> subtrees = new ArrayList<>();
    for (List<byte[]> hashes : levels.reversed()) {
      byte[] joined = join(hashes);
      int offset = 0;
      for (int count = Tile.WIDTH / 2; count > 0; count /= 2) {
        if ((hashes.size() & count) != 0) {
          subtrees.add(TileNodes.root(joined, offset, count));
          offset += count;
        }
      }
    }
    return Frontier.root(subtrees);
  }

  private static byte[] join(List<byte[]> hashes) {
    byte[] bytes = new byte[hashes.size() * Hashes.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(hashes.get(i), 0, bytes, i * Hashes.BYTES, Hashes.BYTES);
    }
    return bytes;
  }

  private static List<byte[]> split(byte[] bytes, int count) {
    List<byte[]> hashes = new ArrayList<>(Tile.WIDTH);
    for (int i = 0; i < count; i++) {
      hashes.add(Arrays.copyOfRange(bytes, i * Hashes.BYTES, (i + 1) * Hashes.BYTES));
    }
    return hashes;
  }
}
