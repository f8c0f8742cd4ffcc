package org.microwish.webhook;

/** The states of a webhook. */
public enum WebhookState {
  /** Changes are sent. */
  ACTIVE,
  /** Nothing is sent; changes are collected and sent when the webhook is resumed. */
  PAUSED,
  /** The endpoint answered 410: nothing is sent or collected until the webhook is resumed. */
  DISABLED
}
