package org.microwish.ledger.merkle;

import java.util.Arrays;

/**
 * Computes the nodes of a tree from its tiles, which contain only the nodes of every eighth height.
 */
public final class TileNodes implements Nodes {

  private final TileReader tiles;

  public TileNodes(TileReader tiles) {
    this.tiles = tiles;
  }

  @Override
  public byte[] node(int height, long index) {
    int level = height / Tile.BITS;
    int heightAboveTile = height % Tile.BITS;
    long firstHash = index << heightAboveTile;
    int offset = (int) (firstHash % Tile.WIDTH);
    int count = 1 << heightAboveTile;
    byte[] hashes = tiles.hashes(level, firstHash / Tile.WIDTH, offset + count);
    return root(hashes, offset, count);
  }

  /** Returns the root over adjacent hashes of a tile; their count must be a power of two. */
  static byte[] root(byte[] hashes, int offset, int count) {
    if (count == 1) {
      return Arrays.copyOfRange(hashes, offset * Hashes.BYTES, (offset + 1) * Hashes.BYTES);
    }
    int half = count / 2;
    return Hashes.node(root(hashes, offset, half), root(hashes, offset + half, half));
  }

  /** Returns the root over the hashes of a full tile, which is one hash of the level above. */
  public static byte[] root(byte[] fullTile) {
    if (fullTile.length != Tile.WIDTH * Hashes.BYTES) {
      throw new IllegalArgumentException("a full tile has 8192 bytes, not " + fullTile.length);
    }
    return root(fullTile, 0, Tile.WIDTH);
  }
}
