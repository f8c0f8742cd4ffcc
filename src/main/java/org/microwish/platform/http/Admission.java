package org.microwish.platform.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.microwish.problem.ProblemException;

/**
 * Load-shedding hook, called before authentication, routing and reading the body. Runs on the event
 * loop, so implementations must answer from memory without blocking.
 */
@FunctionalInterface
public interface Admission {

  /** Returns the problem to respond with; empty to accept the request. */
  Optional<ProblemException> refuse(HttpServerRequest request);
}
