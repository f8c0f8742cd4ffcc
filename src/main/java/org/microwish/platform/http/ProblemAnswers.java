package org.microwish.platform.http;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.microwish.problem.Failures;
import org.microwish.problem.Language;
import org.microwish.problem.Problem;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Converts exceptions to problems, and problems to HTTP responses; used by resources and by the
 * handlers that run before them.
 */
final class ProblemAnswers {

  private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);

  private static final String PAGE = "text/html;charset=UTF-8";

  private ProblemAnswers() {}

  /**
   * A response that is ready to be sent.
   *
   * @param headers all headers of the problem, without Content-Length
   */
  record Prepared(int status, Map<String, String> headers, String body) {}

  /**
   * Converts an exception to a problem. Logs unexpected exceptions as errors and an unavailable
   * database as a warning.
   */
  static ProblemException toProblem(Throwable thrown, RoutingContext http) {
    RequestTrace trace = RequestTrace.of(http);
    ProblemException problem = Failures.toProblem(thrown);
    switch (problem.type()) {
      case INTERNAL_ERROR -> {
        if (http.response().closed()) {
          LOG.debugf(thrown, "request %s: the client closed the connection", trace.requestId());
        } else if (isAnswered(thrown)) {
          LOG.debugf("request %s was answered before its body was read", trace.requestId());
        } else {
          LOG.errorf(thrown, "request %s failed", trace.requestId());
        }
      }
      case DATABASE_UNAVAILABLE ->
          LOG.warnf("request %s: database unavailable: %s", trace.requestId(), thrown.getMessage());
      default -> LOG.debugf(thrown, "request %s refused", trace.requestId());
    }
    return problem;
  }

  /**
   * Returns whether the request timed out and was answered while a worker thread was still reading
   * its body.
   */
  private static boolean isAnswered(Throwable thrown) {
    return thrown instanceof IllegalStateException
        && "Response has already been written".equals(thrown.getMessage());
  }

  static Prepared prepare(ProblemException problem, HttpServerRequest request, RequestTrace trace) {
    Language language = Language.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    Optional<String> page = page(problem, request, trace);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", page.isPresent() ? PAGE : Problem.MEDIA_TYPE);
    if (page.isEmpty()) {
      headers.put("Content-Language", language.tag());
    }
    headers.put("Vary", page.isPresent() ? "Accept, Accept-Language" : "Accept-Language");
    headers.put("Cache-Control", "no-store");
    problem.retryAfter().map(ProblemAnswers::seconds).ifPresent(s -> headers.put("Retry-After", s));
    if (problem.type().status() == 401) {
      headers.put("WWW-Authenticate", challenge(problem, request));
    }
    return new Prepared(
        problem.type().status(),
        headers,
        page.orElseGet(() -> Problem.body(problem, language, path(request), trace.requestId())));
  }

  /**
   * Returns the problem as a page if a browser asked for a page: outside the API, and HTML stands
   * first in its Accept header.
   */
  private static Optional<String> page(
      ProblemException problem, HttpServerRequest request, RequestTrace trace) {
    String path = request.path();
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (path == null
        || !RequestPath.isPage(path)
        || accept == null
        || !accept.startsWith("text/html")) {
      return Optional.empty();
    }
    try (InstanceHandle<ProblemPage> page = Arc.container().instance(ProblemPage.class)) {
      return page.isAvailable()
          ? Optional.of(page.get().of(problem, request, trace.requestId()))
          : Optional.empty();
    }
  }

  private static String challenge(ProblemException problem, HttpServerRequest request) {
    if (problem.type() == ProblemType.STEP_UP_REQUIRED) {
      // RFC 9470 section 3.
      return "Bearer error=\"insufficient_user_authentication\", max_age=\"%s\""
          .formatted(problem.members().get("maxAge"));
    }
    // RFC 6750 section 3: "invalid_token" only if the request had a token.
    return request.headers().contains(HttpHeaders.AUTHORIZATION)
        ? "Bearer error=\"invalid_token\""
        : "Bearer";
  }

  /**
   * Sends a problem as the response. If a response has already begun, closes the connection
   * instead.
   */
  static void send(RoutingContext http, ProblemException problem) {
    HttpServerResponse response = http.response();
    if (response.ended() || response.headWritten()) {
      // The client sees from the closed connection that the response is incomplete.
      http.request().connection().close();
      return;
    }
    RequestTrace trace = RequestTrace.of(http);
    SecurityLog.answered(http, problem.type());
    Prepared prepared = prepare(problem, http.request(), trace);
    response.setStatusCode(prepared.status());
    response.headers().remove(HttpHeaders.CONTENT_LENGTH);
    response.headers().remove("WWW-Authenticate");
    prepared.headers().forEach(response::putHeader);
    response.end(prepared.body());
  }

  /**
   * Returns the path as the client sent it, with characters outside Latin-1 replaced by "?", cut to
   * 500 characters; valid paths are shorter.
   */
  private static String path(HttpServerRequest request) {
    String path = request.path();
    if (path == null) {
      return "/";
    }
    String ascii =
        new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    return ascii.length() > 500 ? ascii.substring(0, 500) : ascii;
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
