package org.microwish.wish.claiming;

import jakarta.ws.rs.core.Response;
import org.microwish.problem.ProblemException;

/** The outcome of one request in a batch. */
sealed interface ClaimOutcome {

  /** The request is answered. */
  record Answer(Response response) implements ClaimOutcome {}

  /** The request is refused. */
  record Refusal(ProblemException problem) implements ClaimOutcome {}

  /**
   * The request must be repeated as a batch of its own: it ends other claims, it follows such a
   * request on the same wish, or another request is running its idempotency key. For a batch of one
   * only the last reason is possible.
   */
  record Alone() implements ClaimOutcome {}

  /** The batch contains an earlier request with the same idempotency key, decided first. */
  record Later() implements ClaimOutcome {}
}
