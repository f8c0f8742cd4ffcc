package org.microwish.webhook;

/** The states of a delivery. */
public enum DeliveryState {
  /** The next attempt is due now or later. */
  WAITING,
  /** The endpoint accepted the delivery. */
  SUCCEEDED,
  /**
   * The delivery was given up: after the last attempt, because the endpoint is gone, or because the
   * change cannot be sent.
   */
  FAILED
}
