package org.microwish.lifecycle.inbox;

/**
 * What an item of an inbox waits for. Each kind has a constant here and a {@link InboxSource.Line}
 * in the source of its aggregate.
 */
public enum InboxKind {
  /** A submitted wish or a proposed group waits for the decision of staff. */
  REVIEW,
  /** A wish was returned to its author. */
  RETURNED,
  /** A claim, an application to a group or a booking waits for approval. */
  APPROVAL,
  /** An operator has invited the claimant to a wish. */
  INVITATION,
  /** A place that the claimant waited for is offered. */
  OFFER,
  /** The claimant must contact the resident, or the claim lapses. */
  CONTACT,
  /** The claimant has contacted the resident and must visit. */
  ASSESSMENT,
  /** The claimant must complete the work. */
  COMPLETION,
  /** A claim is overdue: staff must extend or revoke it. */
  OVERDUE,
  /** The wish is delivered and waits for the confirmation. */
  CONFIRMATION,
  /** News for the claimant: the wish is fulfilled. */
  FULFILLED,
  /** News for the booker: a host has confirmed or declined a booking. */
  DECIDED,
  /**
   * News for the booker: a booking, or an activity in which the member took part, was cancelled.
   */
  CANCELLED,
  /** The service has stopped a webhook, because its endpoint failed for days or is gone. */
  WEBHOOK_STOPPED
}
