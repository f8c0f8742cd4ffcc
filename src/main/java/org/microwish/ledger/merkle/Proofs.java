package org.microwish.ledger.merkle;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Roots and proofs of RFC 9162 section 2.1: made from a tree's nodes, checked from nothing but
 * hashes. A check answers false for whatever does not prove what it claims, ill-formed input
 * included; it never throws.
 */
public final class Proofs {

  private Proofs() {}

  /** The root of the tree of the first {@code size} leaves. */
  public static byte[] root(Nodes nodes, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size);
    }
    return size == 0 ? Hashes.empty() : hash(nodes, 0, size);
  }

  /**
   * The inclusion proof of one leaf, from the leaf to the root (section 2.1.3.1).
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
   * The proof that the tree of {@code to} leaves extends that of {@code from} (section 2.1.4.1);
   * empty for equal sizes and for the empty tree, which every tree extends.
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
    // The old tree itself is known to the reader; a subtree at its right edge is not.
    if (begin > 0) {
      path.add(hash(nodes, begin, end));
    }
    return path.reversed();
  }

  /** Whether the proof shows the leaf at this index of the tree with this root. */
  public static boolean includes(
      byte[] leafHash, long index, List<byte[]> proof, long size, byte[] root) {
    if (index < 0 || index >= size || !isHash(root) || !isHash(leafHash) || !areHashes(proof)) {
      return false;
    }
    long fn = index;
    long sn = size - 1;
    byte[] calculated = leafHash;
    for (byte[] p : proof) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        calculated = Hashes.node(p, calculated);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        calculated = Hashes.node(calculated, p);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && MessageDigest.isEqual(calculated, root);
  }

  /** Whether the proof shows that the new tree extends the old one. */
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
    long fn = oldSize - 1;
    long sn = newSize - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    byte[] fr = path.getFirst();
    byte[] sr = fr;
    for (byte[] c : path.subList(1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = Hashes.node(c, fr);
        sr = Hashes.node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sr = Hashes.node(sr, c);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && MessageDigest.isEqual(fr, oldRoot) && MessageDigest.isEqual(sr, newRoot);
  }

  /** The hash of the leaves from {@code from} to before {@code to}, a subtree of some tree. */
  private static byte[] hash(Nodes nodes, long from, long to) {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      int height = Long.numberOfTrailingZeros(count);
      return nodes.node(height, from >> height);
    }
    long split = from + split(count);
    return Hashes.node(hash(nodes, from, split), hash(nodes, split, to));
  }

  /** The largest power of two below {@code count}, which is at least 2. */
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
