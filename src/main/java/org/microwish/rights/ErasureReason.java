package org.microwish.rights;

/** The reason for an erasure (PIPL art. 47), as stored in the database. */
public enum ErasureReason {
  /** The purpose of the values is met or can no longer be met. */
  PURPOSE_MET,
  /** The person has withdrawn consent. */
  CONSENT_WITHDRAWN,
  /** The values were processed unlawfully. */
  UNLAWFUL,
  /** Another reason that the law provides for. */
  OTHER,
  /** The retention period of the values is over. Callers cannot state this reason. */
  RETENTION,
  /**
   * The values were erased before, and the restore of an older backup brought them back. Callers
   * cannot state this reason.
   */
  REPLAY;

  /** Whether callers state this reason; the ledger leaf then contains REQUEST instead. */
  boolean isStated() {
    return this != RETENTION && this != REPLAY;
  }
}
