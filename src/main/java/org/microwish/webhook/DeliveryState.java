package org.microwish.webhook;

/** The states of a delivery. */
public enum DeliveryState {
  /** It is due now or later. */
  WAITING,
  /** The endpoint accepted it. */
  SUCCEEDED,
  /** It was given up after the last attempt, or because the endpoint is gone. */
  FAILED
}
