package org.microwish.statistics;

import java.time.Instant;

/**
 * What an answer is true of.
 *
 * @param generation the generation of rows that gave it
 * @param treeSize the leaves that it counts: those with a smaller index
 * @param recordedAt when the last of them was recorded; null where there are none
 */
record AsOf(long generation, long treeSize, Instant recordedAt) {}
