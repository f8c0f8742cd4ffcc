/**
 * Matching (匹配): which open wishes suit a claimant, and which claimants suit a wish. Entry points:
 * {@link org.microwish.matching.Matches} and {@link org.microwish.matching.Candidates} rank by the
 * score of {@code matching.score}; {@link org.microwish.matching.Eligibility} applies the rules of
 * claims, for rankings and for plans; {@link org.microwish.matching.Opennesses} stores what
 * claimants are open to. Depends on {@code wish} with its rules, {@code party}, {@code lifecycle},
 * {@code ledger}, {@code privacy}, {@code platform}, {@code caller} and {@code problem}.
 */
package org.microwish.matching;
