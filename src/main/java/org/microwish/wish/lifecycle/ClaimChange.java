package org.microwish.wish.lifecycle;

import java.time.Instant;

/**
 * The effect of a decision on one claim.
 *
 * @param to the claim's state afterwards
 * @param contactBy the new contact deadline, or null when it does not change or no longer applies
 * @param completeBy the new completion date, or null when it does not change
 */
public record ClaimChange(
    long claimId, Step step, ClaimState to, Instant contactBy, Instant completeBy) {

  /** What happened to the claim. */
  public enum Step {
    /** Requested; waits for approval. */
    REQUESTED,
    /** Became active; holds its place and its pledge. */
    ACTIVATED,
    CONTACTED,
    ASSESSED,
    STARTED,
    /** Partly delivered; also starts a claim that has not started. {@link #DELIVERED} does, too. */
    PARTLY_DELIVERED,
    DELIVERED,
    /** Must be done again. */
    REDO,
    OVERDUE,
    EXTENDED,
    /** Ended before its wish was confirmed. */
    ENDED,
    /** Its wish was confirmed. */
    COMPLETED,
    /** Its wish was reopened; its work stays delivered. */
    RESUMED,
    /** Its wish was reopened, and its work must be done again. */
    RESUMED_REDO,
    /** Only a note, money or participants changed. */
    NOTED
  }

  static ClaimChange of(ClaimSnapshot claim, Step step, ClaimState to) {
    return new ClaimChange(claim.id(), step, to, null, null);
  }
}
