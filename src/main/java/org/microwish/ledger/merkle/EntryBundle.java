package org.microwish.ledger.merkle;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads and writes entry bundles (C2SP tlog-tiles): the leaves of one level-0 tile, each as a
 * 16-bit big-endian length and its bytes.
 */
public final class EntryBundle {

  private static final int MAX_LEAF = 0xFFFF;

  /** The size of the largest possible bundle, in bytes. */
  public static final int MAX_BYTES = Tile.WIDTH * (2 + MAX_LEAF);

  private EntryBundle() {}

  /**
   * Encodes a bundle.
   *
   * @throws IllegalArgumentException when a leaf is longer than 65,535 bytes
   */
  public static byte[] write(List<byte[]> leaves) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] leaf : leaves) {
      if (leaf.length > MAX_LEAF) {
        throw new IllegalArgumentException(
            "a leaf has at most " + MAX_LEAF + " bytes, not " + leaf.length);
      }
      out.write(leaf.length >> 8);
      out.write(leaf.length);
      out.writeBytes(leaf);
    }
    return out.toByteArray();
  }

  /**
   * Decodes the leaves of a bundle.
   *
   * @throws IllegalArgumentException when the bytes end within a leaf, or when the bundle has more
   *     than 256 leaves
   */
  public static List<byte[]> read(byte[] bundle) {
    List<byte[]> leaves = new ArrayList<>();
    int position = 0;
    while (position < bundle.length) {
      if (leaves.size() == Tile.WIDTH) {
        throw new IllegalArgumentException("the bundle has more than 256 entries");
      }
      int from = position + 2;
      if (from > bundle.length) {
        throw new IllegalArgumentException(
            "the bundle ends within a length, at byte " + bundle.length);
      }
      int to = from + (((bundle[position] & 0xFF) << 8) | (bundle[position + 1] & 0xFF));
      if (to > bundle.length) {
        throw new IllegalArgumentException(
            "the bundle ends within a leaf: byte " + to + " of " + bundle.length);
      }
      leaves.add(Arrays.copyOfRange(bundle, from, to));
      position = to;
    }
    return leaves;
  }
}
