package org.microwish.matching.plan;

import java.util.List;

/**
 * What a claimant is worth at a wish.
 *
 * @param points the sum of the terms
 */
record PairScore(int points, List<Term> terms) {

  /** A part of the score. */
  record Term(String code, int points) {}
}
