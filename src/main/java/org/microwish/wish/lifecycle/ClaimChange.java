package org.microwish.wish.lifecycle;

import java.time.Instant;

/**
 * The effect of a decision on one claim.
 *
 * @param to the claim's state after the command
 * @param contactBy the contact deadline of a claim that becomes active; otherwise null
 * @param completeBy the new completion date; null if the date does not change
 */
public record ClaimChange(
    long claimId, Step step, ClaimState to, Instant contactBy, Instant completeBy) {

  /** What happened to the claim. */
  public enum Step {
    /** The claim was made and waits for approval. */
    REQUESTED,
    /** The claim became active; it now takes its place or its part of the budget. */
    ACTIVATED,
    CONTACTED,
    ASSESSED,
    STARTED,
    /**
     * A part of the work was delivered. Like {@link #DELIVERED}, this also starts a claim that has
     * not started.
     */
    PARTLY_DELIVERED,
    DELIVERED,
    /** The resident was not satisfied, and the work must be done again. */
    REDO,
    OVERDUE,
    EXTENDED,
    /** The claim ended before its wish was confirmed. */
    ENDED,
    /** The wish was confirmed. */
    COMPLETED,
    /** The wish was reopened; the claim's work stays delivered. */
    RESUMED,
    /** The wish was reopened, and the claim's work must be done again. */
    RESUMED_REDO,
    /** Only the claim's notes, money, participants or claimant changed. */
    NOTED
  }

  static ClaimChange of(ClaimSnapshot claim, Step step, ClaimState to) {
    return new ClaimChange(claim.id(), step, to, null, null);
  }
}
