/**
 * The score of an open wish for a claimant: a sum of terms in whole points, each a pure function
 * with a range and a weight. Entry point: {@link org.microwish.matching.score.Score}. Depends on
 * enums of {@code wish.lifecycle} and the JDK only, so that an auditor's program can use it.
 */
package org.microwish.matching.score;
