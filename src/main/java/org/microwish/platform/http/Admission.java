package org.microwish.platform.http;

import java.lang.reflect.Method;
import java.util.Optional;
import org.microwish.problem.ProblemException;

/**
 * Load-shedding hook, called before authentication and reading the body. Runs on the event loop, so
 * implementations must answer from memory without blocking.
 */
@FunctionalInterface
public interface Admission {

  /**
   * Returns the problem to respond with; empty to accept the request.
   *
   * @param resource the resource method that the request is for
   */
  Optional<ProblemException> refuse(Method resource);
}
