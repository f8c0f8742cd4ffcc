package org.microwish.platform.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.microwish.problem.ProblemException;

/**
 * Asked before a request costs anything, of its token too: whether it would only be turned away
 * inside. In a rush several come for each that can be served, and refusing them must not take the
 * time of those. Answers from memory, on the event loop.
 */
@FunctionalInterface
public interface Door {

  /** Why the request need not come in, or nothing where it may. */
  Optional<ProblemException> refuse(HttpServerRequest request);
}
