package org.microwish.webhook;

/** Why a webhook is not active. */
public enum StopReason {
  /** Its owner or an administrator paused it. */
  REQUESTED,
  /** Every delivery failed for some days. */
  FAILING,
  /** The endpoint answered 410 Gone. */
  GONE
}
