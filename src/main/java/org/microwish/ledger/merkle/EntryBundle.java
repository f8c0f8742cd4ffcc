package org.microwish.ledger.merkle;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The leaves under a tile of level 0 (C2SP tlog-tiles): each a big-endian 16-bit length and its
 * bytes.
 */
public final class EntryBundle {

  private static final int MAX_LEAF = 0xFFFF;

  private EntryBundle() {}

  /** The bundle's bytes. */
  public static byte[] write(List<byte[]> leaves) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] leaf : leaves) {
      if (leaf.length > MAX_LEAF) {
        throw new IllegalArgumentException("leaf of " + leaf.length + " bytes");
      }
      out.write(leaf.length >> 8);
      out.write(leaf.length);
      out.writeBytes(leaf);
    }
    return out.toByteArray();
  }

  /**
   * The leaves of a bundle.
   *
   * @throws IllegalArgumentException when the bytes end within a leaf
   */
  public static List<byte[]> read(byte[] bundle) {
    List<byte[]> leaves = new ArrayList<>();
    int at = 0;
    while (at < bundle.length) {
      int from = at + 2;
      if (from > bundle.length) {
        throw new IllegalArgumentException("bundle ends within a length");
      }
      int to = from + (((bundle[at] & 0xFF) << 8) | (bundle[at + 1] & 0xFF));
      if (to > bundle.length) {
        throw new IllegalArgumentException("bundle ends within a leaf");
      }
      leaves.add(Arrays.copyOfRange(bundle, from, to));
      at = to;
    }
    return leaves;
  }
}
