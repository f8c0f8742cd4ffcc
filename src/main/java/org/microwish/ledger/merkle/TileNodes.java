package org.microwish.ledger.merkle;

import java.util.Arrays;

/** A tree's nodes, calculated from its tiles: those between two tile levels are not stored. */
public final class TileNodes implements Nodes {

  private final TileReader tiles;

  public TileNodes(TileReader tiles) {
    this.tiles = tiles;
  }

  @Override
  public byte[] node(int height, long index) {
    int level = height / Tile.BITS;
    int below = height % Tile.BITS;
    long first = index << below;
    int offset = (int) (first % Tile.WIDTH);
    int count = 1 << below;
    byte[] hashes = tiles.hashes(level, first / Tile.WIDTH, offset + count);
    return root(hashes, offset, count);
  }

  /** The root over a power of two of hashes that lie side by side. */
  static byte[] root(byte[] hashes, int offset, int count) {
    if (count == 1) {
      return Arrays.copyOfRange(hashes, offset * Hashes.BYTES, (offset + 1) * Hashes.BYTES);
    }
    int half = count / 2;
    return Hashes.node(root(hashes, offset, half), root(hashes, offset + half, half));
  }

  /** The root of a full tile: one hash of the level above. */
  public static byte[] root(byte[] fullTile) {
    if (fullTile.length != Tile.WIDTH * Hashes.BYTES) {
      throw new IllegalArgumentException("a full tile has 8192 bytes, not " + fullTile.length);
    }
    return root(fullTile, 0, Tile.WIDTH);
  }
}
