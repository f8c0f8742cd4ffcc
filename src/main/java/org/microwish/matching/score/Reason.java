package org.microwish.matching.score;

/**
 * One term of a score and its points.
 *
 * @param recomputable true if the term follows from ledger leaves alone; false if it uses a grid, a
 *     building, a skill, or what the claimant is open to, none of which leaves show
 * @param chinese the reason in Chinese, short enough for a phone
 * @param english the reason in English
 */
public record Reason(Term term, int points, boolean recomputable, String chinese, String english) {}
