package org.microwish.rights;

/** Why values are erased (PIPL art. 47). Part of the ledger leaf. */
public enum ErasureReason {
  /** The purpose of the values is met or can no longer be met. */
  PURPOSE_MET,
  /** The person has withdrawn consent. */
  CONSENT_WITHDRAWN,
  /** The values were processed unlawfully. */
  UNLAWFUL,
  /** Another reason that the law provides for. */
  OTHER,
  /** The retention period of the values is over; only the service itself gives this reason. */
  RETENTION,
  /**
   * The values were erased before, and a restored backup brought them back; only the service itself
   * gives this reason.
   */
  REPLAY
}
