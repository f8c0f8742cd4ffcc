package org.microwish.statistics;

import java.time.Instant;

/**
 * The state of the ledger from which an answer is computed.
 *
 * @param generation the id of the generation of stored figures that was used
 * @param treeSize the number of leaves counted; these are the leaves with a smaller index
 * @param recordedAt when the last counted leaf was recorded; null if no leaf is counted
 */
record AsOf(long generation, long treeSize, Instant recordedAt) {}
