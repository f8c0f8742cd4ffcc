package org.microwish.ledger;

import org.microwish.ledger.merkle.Hash;

/**
 * The state of a tree.
 *
 * @param size leaves
 * @param root the root over them
 */
record TreeHead(long size, Hash root) {}
