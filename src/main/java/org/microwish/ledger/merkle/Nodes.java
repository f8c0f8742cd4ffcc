package org.microwish.ledger.merkle;

/** Reads the roots of a tree's complete subtrees. */
@FunctionalInterface
public interface Nodes {

  /**
   * The root of one complete subtree.
   *
   * @param height its height; it has 2^height leaves
   * @param index its position among the subtrees of its height, from 0; its first leaf is {@code
   *     index << height}
   */
  byte[] node(int height, long index);
}
