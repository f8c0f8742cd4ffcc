package org.microwish.wish;

/** Why a claim ended before its wish was confirmed; a note in the vault contains the details. */
public enum EndReason {
  /** The claimant is unable to fulfil the wish. */
  UNABLE,
  /** The resident no longer needs the wish, or asked for somebody else. */
  RESIDENT_CHANGED,
  /** Staff found the claimant unsuitable or unresponsive. */
  UNSUITABLE,
  /** Another reason; see the note. */
  OTHER,
  /** The wish was full before this claim was approved. */
  FULL,
  /** Claiming was closed before this claim was approved. */
  CLAIMING_CLOSED,
  /** The wish was withdrawn. */
  WISH_WITHDRAWN,
  /** The wish expired before this claim was approved. */
  WISH_EXPIRED,
  /** Neither contacted nor assessed in time. */
  NO_CONTACT,
  /** Not started by the completion date. */
  NOT_STARTED
}
