package org.microwish.platform.http;

import io.vertx.core.http.HttpServerRequest;
import org.microwish.problem.ProblemException;

/** Shows problems to people whose browser asked for a page. */
public interface ProblemPage {

  /** Returns the problem as an HTML page; must not block. */
  String of(ProblemException problem, HttpServerRequest request, String requestId);
}
