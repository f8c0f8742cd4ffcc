package org.microwish.platform.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.microwish.problem.ProblemException;

/**
 * Refuses requests under overload, before they cost anything: before the token, the route and the
 * body are looked at. Answers from memory, on the event loop.
 */
@FunctionalInterface
public interface Admission {

  /** The problem to answer at once, or nothing where the request may go on. */
  Optional<ProblemException> refuse(HttpServerRequest request);
}
