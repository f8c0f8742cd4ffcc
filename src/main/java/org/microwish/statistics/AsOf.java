package org.microwish.statistics;

import java.time.Instant;

/**
 * The state of the ledger that an answer reflects.
 *
 * @param generation the generation of rows from which it was computed
 * @param treeSize the number of leaves counted: those with a smaller index
 * @param recordedAt when the last of them was recorded; null when there are none
 */
record AsOf(long generation, long treeSize, Instant recordedAt) {}
