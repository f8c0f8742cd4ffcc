package org.microwish.rights;

/** Why values are erased (PIPL art. 47). Stands in the leaf. */
public enum ErasureReason {
  /** What they were kept for is done or has become impossible. */
  PURPOSE_MET,
  /** The person takes its consent back. */
  CONSENT_WITHDRAWN,
  /** They were handled against the law. */
  UNLAWFUL,
  /** Something else that the law provides for. */
  OTHER,
  /** They were kept as long as they may be; the service's own. */
  RETENTION,
  /** They were erased before, and a restored backup had brought them back; the service's own. */
  REPLAY
}
