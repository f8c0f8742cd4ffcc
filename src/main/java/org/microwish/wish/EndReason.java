package org.microwish.wish;

/** Why a claim ended before its wish was confirmed; the words are in the vault as a note. */
public enum EndReason {
  /** The claimant cannot do it after all. */
  UNABLE,
  /** The resident does not need it any more, or asked for somebody else. */
  RESIDENT_CHANGED,
  /** Staff found the claimant unfit for it, or unresponsive. */
  UNSUITABLE,
  /** Something else; the note says what. */
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
  /** Not begun by the completion date. */
  NOT_STARTED
}
