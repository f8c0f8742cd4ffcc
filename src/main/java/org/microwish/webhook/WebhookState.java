package org.microwish.webhook;

/** The states of a webhook. */
public enum WebhookState {
  /** Changes are sent. */
  ACTIVE,
  /** Nothing is sent. Changes are collected, and sent when the webhook is resumed. */
  PAUSED,
  /**
   * The endpoint answered 410 (Gone). Nothing is sent or collected until the webhook is resumed.
   */
  DISABLED
}
