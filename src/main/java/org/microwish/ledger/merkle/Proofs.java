package org.microwish.ledger.merkle;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes roots and proofs from a tree's nodes, and verifies proofs (RFC 9162 section 2.1). For a
 * malformed proof, verification returns false or an empty {@link Optional}; it never throws.
 */
public final class Proofs {

  private Proofs() {}

  /** Returns the root of the tree of the first {@code size} leaves. */
  public static byte[] root(Nodes nodes, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size);
    }
    return size == 0 ? Hashes.empty() : hash(nodes, 0, size);
  }

  /**
   * Returns the inclusion proof of one leaf: the sibling hashes on the path from the leaf to the
   * root (section 2.1.3.1).
   *
   * @throws IllegalArgumentException unless 0 ≤ index &lt; size
   */
  public static List<byte[]> inclusion(Nodes nodes, long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("index " + index + " of size " + size);
    }
    List<byte[]> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long split = from + split(to - from);
      if (index < split) {
        path.add(hash(nodes, split, to));
        to = split;
      } else {
        path.add(hash(nodes, from, split));
        from = split;
      }
    }
    return path.reversed();
  }

  /**
   * Returns the proof that the tree of the first {@code to} leaves extends the tree of the first
   * {@code from} leaves (section 2.1.4.1). The proof is empty for equal sizes, and for {@code from}
   * 0, because every tree extends the empty tree.
   *
   * @throws IllegalArgumentException unless 0 ≤ from ≤ to
   */
  public static List<byte[]> consistency(Nodes nodes, long from, long to) {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("from size " + from + " to " + to);
    }
    List<byte[]> path = new ArrayList<>();
    if (from == 0 || from == to) {
      return path;
    }
    long begin = 0;
    long end = to;
    while (from < end) {
      long split = begin + split(end - begin);
      if (from <= split) {
        path.add(hash(nodes, split, end));
        end = split;
      } else {
        path.add(hash(nodes, begin, split));
        begin = split;
      }
    }
    // The verifier knows the old root, but not the root of this subtree at the old tree's right
    // edge.
    if (begin > 0) {
      path.add(hash(nodes, begin, end));
    }
    return path.reversed();
  }

  /**
   * Verifies an inclusion proof. Returns true if the proof shows that the leaf is at this index of
   * the tree with this size and root.
   */
  public static boolean includes(
      byte[] leafHash, long index, List<byte[]> proof, long size, byte[] root) {
    return isHash(root)
        && computedRoot(leafHash, index, proof, size)
            .filter(computed -> MessageDigest.isEqual(computed, root))
            .isPresent();
  }

  /**
   * Returns the root that follows from a leaf and its inclusion proof (section 2.1.3.2); empty if
   * the proof has too few or too many hashes, or is otherwise malformed.
   */
  public static Optional<byte[]> computedRoot(
      byte[] leafHash, long index, List<byte[]> proof, long size) {
    if (index < 0 || index >= size || !isHash(leafHash) || !areHashes(proof)) {
      return Optional.empty();
    }
    // The indexes of the current node and of the tree's last node, both at the current height.
    long node = index;
    long lastNode = size - 1;
    byte[] computed = leafHash;
    for (byte[] sibling : proof) {
      if (lastNode == 0) {
        return Optional.empty();
      }
      if (isRight(node) || node == lastNode) {
        computed = Hashes.node(sibling, computed);
        // A last node without a sibling moves up unchanged.
        while (!isRight(node) && node != 0) {
          node >>= 1;
          lastNode >>= 1;
        }
      } else {
        computed = Hashes.node(computed, sibling);
      }
      node >>= 1;
      lastNode >>= 1;
    }
    return lastNode == 0 ? Optional.of(computed) : Optional.empty();
  }

  /**
   * Verifies a consistency proof. Returns true if the proof shows that the new tree extends the old
   * one (section 2.1.4.2).
   */
  public static boolean extend(
      long oldSize, byte[] oldRoot, List<byte[]> proof, long newSize, byte[] newRoot) {
    if (oldSize < 0
        || oldSize > newSize
        || !isHash(oldRoot)
        || !isHash(newRoot)
        || !areHashes(proof)) {
      return false;
    }
    if (oldSize == newSize) {
      return proof.isEmpty()
          && MessageDigest.isEqual(oldRoot, newRoot)
          && (oldSize > 0 || MessageDigest.isEqual(oldRoot, Hashes.empty()));
    }
    if (oldSize == 0) {
      return proof.isEmpty() && MessageDigest.isEqual(oldRoot, Hashes.empty());
    }
    List<byte[]> path = new ArrayList<>(proof);
    if (Long.bitCount(oldSize) == 1) {
      path.addFirst(oldRoot);
    }
    if (path.isEmpty()) {
      return false;
    }
    // The walk begins at the largest subtree that ends where the old tree ends.
    long node = oldSize - 1;
    long lastNode = newSize - 1;
    while (isRight(node)) {
      node >>= 1;
      lastNode >>= 1;
    }
    byte[] computedOld = path.getFirst();
    byte[] computedNew = computedOld;
    for (byte[] sibling : path.subList(1, path.size())) {
      if (lastNode == 0) {
        return false;
      }
      if (isRight(node) || node == lastNode) {
        computedOld = Hashes.node(sibling, computedOld);
        computedNew = Hashes.node(sibling, computedNew);
        // A last node without a sibling moves up unchanged.
        while (!isRight(node) && node != 0) {
          node >>= 1;
          lastNode >>= 1;
        }
      } else {
        computedNew = Hashes.node(computedNew, sibling);
      }
      node >>= 1;
      lastNode >>= 1;
    }
    return lastNode == 0
        && MessageDigest.isEqual(computedOld, oldRoot)
        && MessageDigest.isEqual(computedNew, newRoot);
  }

  /** Returns true if the node is its parent's right child. */
  private static boolean isRight(long node) {
    return (node & 1) == 1;
  }

  /** Returns the root over the leaves from {@code from} (inclusive) to {@code to} (exclusive). */
  private static byte[] hash(Nodes nodes, long from, long to) {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      int height = Long.numberOfTrailingZeros(count);
      return nodes.node(height, from >> height);
    }
    long split = from + split(count);
    return Hashes.node(hash(nodes, from, split), hash(nodes, split, to));
  }

  /** Returns the largest power of two below {@code count}, which must be at least 2. */
  private static long split(long count) {
    return Long.highestOneBit(count - 1);
  }

  private static boolean isHash(byte[] hash) {
    return hash != null && hash.length == Hashes.BYTES;
  }

  private static boolean areHashes(List<byte[]> hashes) {
    return hashes != null && hashes.stream().allMatch(Proofs::isHash);
  }
}
