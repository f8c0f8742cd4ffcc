/**
 * Matching (匹配): which open wishes suit a claimant, and which claimants suit a wish. The score is
 * in {@code matching.score}. Depends on {@code wish} with its rules, {@code party}, {@code ledger},
 * {@code platform}, {@code caller} and {@code problem}.
 */
package org.microwish.matching;
