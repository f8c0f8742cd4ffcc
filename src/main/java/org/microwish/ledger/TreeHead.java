package org.microwish.ledger;

import org.microwish.ledger.merkle.Hash;

/**
 * The size and root of a tree.
 *
 * @param size number of leaves
 * @param root the root over them
 */
record TreeHead(long size, Hash root) {}
