package org.microwish.ledger.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * An append-only tree that keeps only the roots of its complete subtrees, at most one of each
 * height. That is enough to append leaves and to compute the root. Not thread-safe.
 */
public final class Frontier {

  /** The roots of the complete subtrees, largest first. */
  private final List<byte[]> subtrees = new ArrayList<>();

  private long size;

  /** The number of leaves so far. */
  public long size() {
    return size;
  }

  /** Adds one leaf. */
  public void append(byte[] leafHash) {
    byte[] hash = leafHash;
    // Each trailing 1 bit of the size is a complete subtree that becomes a left sibling here.
    for (long rest = size; (rest & 1) == 1; rest >>= 1) {
      hash = Hashes.node(subtrees.removeLast(), hash);
    }
    subtrees.add(hash);
    size++;
  }

  /** The root of the tree so far. */
  public byte[] root() {
    return root(subtrees);
  }

  /** The root over complete subtrees, largest first. */
  static byte[] root(List<byte[]> subtrees) {
    if (subtrees.isEmpty()) {
      return Hashes.empty();
    }
    byte[] hash = subtrees.getLast();
    for (int i = subtrees.size() - 2; i >= 0; i--) {
      hash = Hashes.node(subtrees.get(i), hash);
    }
    return hash;
  }
}
