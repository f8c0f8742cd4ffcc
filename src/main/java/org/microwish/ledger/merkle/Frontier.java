package org.microwish.ledger.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * A growing tree of which only the roots of the complete subtrees are kept, at most one of each
 * height: enough to append leaves and to compute the root. Not thread-safe.
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
    // Each trailing one bit of the size is a subtree that the new leaf completes with its sibling.
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
