package org.microwish.ledger;

import org.microwish.ledger.merkle.Hash;

/**
 * The size and the root hash of a Merkle tree.
 *
 * @param size the number of leaves
 * @param root the root hash over these leaves
 */
record TreeHead(long size, Hash root) {}
