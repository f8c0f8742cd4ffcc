package org.microwish.wish.claiming;

import jakarta.ws.rs.core.Response;
import org.microwish.problem.ProblemException;

/** The outcome of one request in a batch. */
sealed interface ClaimOutcome {

  /** The request has a response: the claim is written, or the same request was answered before. */
  record Answer(Response response) implements ClaimOutcome {}

  /** The request is refused. */
  record Refusal(ProblemException problem) implements ClaimOutcome {}

  /**
   * The request must be repeated as a batch of its own: the claim would end other claims, an
   * earlier request on the same wish must be repeated for that reason, or another transaction is
   * processing the same idempotency key. For a batch of one, only the last reason is possible.
   */
  record Alone() implements ClaimOutcome {}

  /**
   * The batch contains an earlier request with the same idempotency key; this request must be
   * queued again to get that request's response.
   */
  record Later() implements ClaimOutcome {}
}
