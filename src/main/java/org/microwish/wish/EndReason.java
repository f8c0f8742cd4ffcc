package org.microwish.wish;

/**
 * Why a claim ended before its wish was confirmed. Where a person gave the reason, a note in the
 * vault contains the details.
 */
public enum EndReason {
  /** The claimant is unable to fulfil the wish. */
  UNABLE,
  /** The resident no longer needs the wish fulfilled, or asked for another claimant. */
  RESIDENT_CHANGED,
  /** Staff found the claimant unsuitable or unresponsive. */
  UNSUITABLE,
  /** Another reason, which the note describes. */
  OTHER,
  /** The wish was full before this claim was approved. */
  FULL,
  /** Claiming was closed before this claim was approved. */
  CLAIMING_CLOSED,
  /** The wish was withdrawn. */
  WISH_WITHDRAWN,
  /** The wish expired before this claim was approved. */
  WISH_EXPIRED,
  /** The claimant neither contacted the resident nor assessed the wish in time. */
  NO_CONTACT,
  /** The claimant did not start the work by the completion date. */
  NOT_STARTED
}
