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
  /** A claim waits for approval. */
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
  /** A submitted demand waits for its acceptance. */
  DEMAND_NEW,
  /** An accepted demand waits to be dispatched. */
  DISPATCH,
  /** A demand is dispatched to the reader's level, department or hall and waits for a handler. */
  DEMAND_WAITING,
  /** The handler must answer the demand. */
  DEMAND_HANDLING,
  /** The asker's demand, or the one into which it was merged, is answered. */
  DEMAND_ANSWERED,
  /** News for a supporter: the demand is answered. */
  DEMAND_NEWS,
  /** The service has stopped a webhook, because its endpoint failed for days or is gone. */
  WEBHOOK_STOPPED
}
