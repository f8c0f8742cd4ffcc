package org.microwish.webhook;

/** Why a webhook is not active. */
public enum StopReason {
  /** The client itself or an administrator paused the webhook. */
  REQUESTED,
  /** All deliveries have failed for {@link WebhookConfig#pauseAfter}. */
  FAILING,
  /** The endpoint answered 410 Gone. */
  GONE
}
