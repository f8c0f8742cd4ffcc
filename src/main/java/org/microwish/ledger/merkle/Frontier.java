package org.microwish.ledger.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * An append-only Merkle tree that keeps only the roots of its complete subtrees, at most one of
 * each height. These roots suffice to append leaves and to compute the tree's root. Not
 * thread-safe.
 */
public final class Frontier {

  /** The roots of the complete subtrees, largest first. */
  private final List<byte[]> subtrees = new ArrayList<>();

  private long size;

  /** Returns the number of leaves appended so far. */
  public long size() {
    return size;
  }

  /** Appends one leaf. */
  public void append(byte[] leafHash) {
    byte[] hash = leafHash;
    // Each trailing 1 bit of the size stands for a complete subtree that now gets a right sibling:
    // both become one larger subtree.
    for (long rest = size; (rest & 1) == 1; rest >>= 1) {
      hash = Hashes.node(subtrees.removeLast(), hash);
    }
    subtrees.add(hash);
    size++;
  }

  /** Returns the root of the tree of all leaves appended so far. */
  public byte[] root() {
    return root(subtrees);
  }

  /** Returns the root over complete subtrees, given by their roots, largest subtree first. */
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
