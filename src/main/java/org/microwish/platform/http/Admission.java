package org.microwish.platform.http;

import java.lang.reflect.Method;
import java.util.Optional;
import org.microwish.problem.ProblemException;

/**
 * Decides whether to refuse a request under overload, before authentication and before the body is
 * read. Called on the event loop, so implementations must decide from data in memory and must not
 * block.
 */
@FunctionalInterface
public interface Admission {

  /**
   * Returns the problem to respond with, or empty to accept the request.
   *
   * @param resource the resource method to which the request will be routed
   */
  Optional<ProblemException> refuse(Method resource);
}
