package org.microwish.wish.lifecycle;

import java.time.Instant;

/**
 * What a decision does to one claim.
 *
 * @param to its state afterwards
 * @param contactBy its new date to contact, or null when that stays or falls away
 * @param completeBy its new completion date, or null when that stays
 */
public record ClaimChange(
    long claimId, Step step, ClaimState to, Instant contactBy, Instant completeBy) {

  /** What happened to the claim. */
  public enum Step {
    /** It waits for approval. */
    REQUESTED,
    /** It holds its place and its pledge. */
    ACTIVATED,
    CONTACTED,
    ASSESSED,
    STARTED,
    /** Delivered in part or in whole; a claim not yet started starts with it. */
    PARTLY_DELIVERED,
    DELIVERED,
    /** To be done again. */
    REDO,
    OVERDUE,
    EXTENDED,
    /** Ended before its time. */
    ENDED,
    /** Its wish was confirmed. */
    COMPLETED,
    /** Its wish was reopened; its own work stands as delivered. */
    RESUMED,
    /** Its wish was reopened, and its work must be done again. */
    RESUMED_REDO,
    /** Nothing but a note, money or participants. */
    NOTED
  }

  static ClaimChange of(ClaimSnapshot claim, Step step, ClaimState to) {
    return new ClaimChange(claim.id(), step, to, null, null);
  }
}
