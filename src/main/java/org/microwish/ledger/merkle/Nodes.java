package org.microwish.ledger.merkle;

/** The roots of a tree's complete subtrees, from which everything else follows. */
@FunctionalInterface
public interface Nodes {

  /**
   * The root of one complete subtree.
   *
   * @param height its height; it has 2^height leaves
   * @param index its place among those of its height: it begins at leaf {@code index << height}
   */
  byte[] node(int height, long index);
}
