package org.microwish.wish.claiming;

import jakarta.ws.rs.core.Response;
import org.microwish.problem.ProblemException;

/** What becomes of a request in a batch. */
sealed interface ClaimOutcome {

  /** Its answer. */
  record Answer(Response response) implements ClaimOutcome {}

  /** Its refusal. */
  record Refusal(ProblemException problem) implements ClaimOutcome {}

  /**
   * It must be a batch of its own, because it ends other claims; or, where it was one, somebody
   * else is running its key.
   */
  record Alone() implements ClaimOutcome {}

  /** The batch has another request with its key, which is decided first. */
  record Later() implements ClaimOutcome {}
}
