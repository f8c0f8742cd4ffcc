package org.microwish.ledger.merkle;

/** Reads the roots of a tree's complete subtrees. */
@FunctionalInterface
public interface Nodes {

  /**
   * Returns the root of one complete subtree.
   *
   * @param height the height of the subtree, which has 2^height leaves
   * @param index the position of the subtree among those of its height, from 0; the subtree's first
   *     leaf is {@code index << height}
   */
  byte[] node(int height, long index);
}
