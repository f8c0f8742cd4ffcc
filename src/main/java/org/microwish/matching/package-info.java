/**
 * Matching (匹配): which open wishes suit a claimant, and which claimants suit a wish. Entry points:
 * {@link org.microwish.matching.Matches} and {@link org.microwish.matching.Candidates}, which rank
 * by the score of {@code matching.score} and let the rules of claims decide what is shown, as
 * {@link org.microwish.matching.Eligibility} does for plans, too; and {@link
 * org.microwish.matching.Opennesses}. Depends on {@code wish} with its rules, {@code party}, {@code
 * lifecycle}, {@code ledger}, {@code privacy}, {@code platform}, {@code caller} and {@code
 * problem}.
 */
package org.microwish.matching;
