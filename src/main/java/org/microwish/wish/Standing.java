package org.microwish.wish;

import org.microwish.problem.ProblemType;

/**
 * Whether a caller holds a claim on a wish, and whether the caller could claim the wish now.
 *
 * @param claimedByMe whether the caller holds or takes part in a claim that is PENDING, ACTIVE or
 *     COMPLETED
 * @param obstacle the problem with which a claim would be refused now; null if it would be accepted
 */
public record Standing(boolean claimedByMe, ProblemType obstacle) {

  /** The caller holds no claim on the wish and can claim it now. */
  public static final Standing FREE = new Standing(false, null);
}
