package org.microwish.wish;

import org.microwish.problem.ProblemType;

/**
 * What a wish is to a caller who could claim it.
 *
 * @param claimedByMe whether the caller holds or takes part in a claim that is PENDING, ACTIVE or
 *     COMPLETED
 * @param obstacle the problem with which a claim would be refused now; null if it would be accepted
 */
public record Standing(boolean claimedByMe, ProblemType obstacle) {

  /** Of a wish that the caller can claim. */
  public static final Standing FREE = new Standing(false, null);
}
