package org.microwish.platform.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.microwish.problem.Failures;
import org.microwish.problem.Language;
import org.microwish.problem.Problem;
import org.microwish.problem.ProblemException;

/** Writes problems as HTTP answers, for the resources and for the handlers before them. */
final class ProblemAnswers {

  private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);

  private ProblemAnswers() {}

  /**
   * A problem ready to be sent.
   *
   * @param headers all but Content-Length
   */
  record Prepared(int status, Map<String, String> headers, String body) {}

  /** The problem for an exception; logs those that are a fault of the service. */
  static ProblemException toProblem(Throwable thrown, RequestTrace trace) {
    ProblemException problem = Failures.toProblem(thrown);
    switch (problem.type()) {
      case INTERNAL_ERROR -> {
        if (isAnswered(thrown)) {
          LOG.debugf("request %s was answered before it was read", trace.requestId());
        } else {
          LOG.errorf(thrown, "request %s failed", trace.requestId());
        }
      }
      case DATABASE_UNAVAILABLE ->
          LOG.warnf("request %s: no database: %s", trace.requestId(), thrown.getMessage());
      default -> LOG.debugf(thrown, "request %s refused", trace.requestId());
    }
    return problem;
  }

  /** A body that came too slowly was refused while a thread still waited for its end. */
  private static boolean isAnswered(Throwable thrown) {
    return thrown instanceof IllegalStateException
        && "Response has already been written".equals(thrown.getMessage());
  }

  static Prepared prepare(ProblemException problem, HttpServerRequest request, RequestTrace trace) {
    Language language = Language.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", Problem.MEDIA_TYPE);
    headers.put("Content-Language", language.tag());
    headers.put("Vary", "Accept-Language");
    headers.put("Cache-Control", "no-store");
    problem.retryAfter().map(ProblemAnswers::seconds).ifPresent(s -> headers.put("Retry-After", s));
    if (problem.type().status() == 401) {
      // RFC 6750 section 3: a token that was sent and is bad is named as the reason.
      headers.put(
          "WWW-Authenticate",
          request.headers().contains(HttpHeaders.AUTHORIZATION)
              ? "Bearer error=\"invalid_token\""
              : "Bearer");
    }
    return new Prepared(
        problem.type().status(),
        headers,
        Problem.body(problem, language, path(request), trace.requestId()));
  }

  /** Answers with a problem, unless an answer is on its way already. */
  static void send(RoutingContext http, ProblemException problem) {
    HttpServerResponse response = http.response();
    if (response.ended() || response.headWritten()) {
      // The answer has begun; closing the connection tells the client that it is incomplete.
      http.request().connection().close();
      return;
    }
    RequestTrace trace = RequestTrace.of(http);
    Prepared prepared = prepare(problem, http.request(), trace);
    response.setStatusCode(prepared.status());
    response.headers().remove(HttpHeaders.CONTENT_LENGTH);
    response.headers().remove("WWW-Authenticate");
    prepared.headers().forEach(response::putHeader);
    response.end(prepared.body());
  }

  /** The path as it was sent; of a longer one, which is refused anyway, the beginning. */
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
