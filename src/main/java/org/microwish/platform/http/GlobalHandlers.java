package org.microwish.platform.http;

import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.microwish.problem.Failures;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Installs the Vert.x handlers that process every request and response. On requests: request id,
 * rate limits, malformed headers, body size, CORS. On responses: common headers, and problem
 * details for failures before a resource is reached.
 */
@ApplicationScoped
public class GlobalHandlers {

  private static final Logger LOG = Logger.getLogger(GlobalHandlers.class);

  /** The key under which Quarkus' metrics find the path that they name. */
  private static final String METRICS_PATH = "UrlPathTemplate";

  /** Before authentication (order -200) and Quarkus' own handlers. */
  private static final int FIRST = -10_000;

  /** After Quarkus' authentication (order -200), before the body is read. */
  private static final int AFTER_AUTHENTICATION = -120;

  /** Before the resources. */
  private static final int BODY = -110;

  /** After Quarkus' upload limit (order -2), before the resources. */
  private static final int AFTER_QUARKUS_LIMIT = -1;

  /**
   * The methods that web pages may use, sent in preflight responses (Fetch standard, section 3.2).
   */
  private static final String CORS_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

  private static final String CORS_REQUEST_HEADERS =
      "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match,"
          + " Request-ID, traceparent";

  private static final String CORS_RESPONSE_HEADERS =
      "ETag, Link, Location, Retry-After, Request-ID, traceparent, RateLimit, RateLimit-Policy,"
          + " Idempotency-Replayed, Deprecation, Sunset";

  /** Common Accept values, which need no parsing. */
  private static final Set<String> PLAIN_ACCEPT = Set.of("*/*", "application/json");

  /** Maximum number of header fields in a request; phones and gateways send about thirty. */
  private static final int MOST_HEADERS = 100;

  private static final Duration CORS_MAX_AGE = Duration.ofHours(1);

  private final HttpConfig config;
  private final Set<String> origins;
  private final RateLimits limits;
  private final BodyLimit bodies;
  private final Bodies reading;
  private final ClientAddress clients;
  private final SecurityLog security;
  private final ResourceMatcher resources;
  private final List<Admission> admissions;

  GlobalHandlers(
      HttpConfig config,
      RateLimits limits,
      BodyLimit bodies,
      Bodies reading,
      ClientAddress clients,
      SecurityLog security,
      ResourceMatcher resources,
      @All List<Admission> admissions) {
    this.admissions = admissions;
    this.config = config;
    this.limits = limits;
    this.bodies = bodies;
    this.reading = reading;
    this.clients = clients;
    this.security = security;
    this.resources = resources;
    this.origins = new HashSet<>(config.corsOrigins().orElse(Set.of()));
    // Sandboxed frames and local files send the origin "null", which identifies no site.
    origins.remove("null");
  }

  void install(@Observes Router router) {
    router.route().order(FIRST).handler(this::receive).failureHandler(GlobalHandlers::fail);
    router.route().order(AFTER_AUTHENTICATION).handler(this::countAccount);
    router.route().order(BODY).handler(reading::read);
    router.route().order(AFTER_QUARKUS_LIMIT).handler(GlobalHandlers::countChunksOurselves);
    for (int status : new int[] {400, 404, 405, 406, 413, 414, 415, 431, 500}) {
      router.errorHandler(status, GlobalHandlers::fail);
    }
  }

  private void receive(RoutingContext http) {
    RequestTrace trace = RequestTrace.begin(http.request());
    trace.attach(http);
    http.addHeadersEndHandler(ignored -> addHeaders(http, trace));
    security.attach(http);
    http.addEndHandler(ignored -> UnreadBody.discard(http.vertx(), http.request()));
    Exchange.whenOver(
        http,
        () -> {
          if (http.response().headWritten() && !http.response().ended()) {
            LOG.infof("request %s: the client closed the connection", trace.requestId());
          }
        });
    nameForMetrics(http);
    Optional<ProblemException> tooMany = limits.countAddress(http);
    if (tooMany.isPresent()) {
      ProblemAnswers.send(http, tooMany.get());
      return;
    }
    // Routing cuts path parameters off; rate limits and security headers go by the whole path.
    if (http.request().path() != null && http.request().path().indexOf(';') >= 0) {
      ProblemAnswers.send(http, ProblemType.MALFORMED_REQUEST.exception());
      return;
    }
    Optional<ProblemException> full =
        resources
            .method(http)
            .flatMap(
                resource ->
                    admissions.stream()
                        .flatMap(admission -> admission.refuse(resource).stream())
                        .findFirst());
    if (full.isPresent()) {
      ProblemAnswers.send(http, full.get());
      return;
    }
    if (!isUnambiguous(http.request())) {
      ProblemAnswers.send(http, ProblemType.MALFORMED_REQUEST.exception());
      return;
    }
    if (http.request().headers().size() > MOST_HEADERS) {
      ProblemAnswers.send(http, ProblemType.HEADERS_TOO_LARGE.exception());
      return;
    }
    if (isPreflight(http.request())) {
      preflight(http);
      return;
    }
    String type = http.request().getHeader(HttpHeaders.CONTENT_TYPE);
    Optional<ProblemException> refusal =
        (type == null ? Optional.<ProblemException>empty() : refuseType(type))
            .or(() -> refuseAccept(http.request().getHeader(HttpHeaders.ACCEPT)));
    if (refusal.isPresent()) {
      ProblemAnswers.send(http, refusal.get());
      return;
    }
    String length = http.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    long limit = bodies.limit(type);
    // The HTTP codec has already rejected non-numeric values.
    if (length != null && Long.parseLong(length.trim()) > limit) {
      ProblemAnswers.send(http, BodyLimit.tooLarge(limit));
      return;
    }
    reading.limitTime(http);
    http.next();
  }

  /**
   * Names the operation for the metrics, also if the request is refused before it is routed.
   * Otherwise each path that a client makes up would become a time series.
   */
  private void nameForMetrics(RoutingContext http) {
    if (RateLimits.path(http).startsWith("/api/")) {
      ((HttpServerRequestInternal) http.request())
          .context()
          .putLocal(METRICS_PATH, resources.template(http).orElse("/UNKNOWN"));
    }
  }

  /**
   * Whether every proxy reads the request's host and the end of its body as this service does: at
   * most one Host (RFC 9112 section 3.2), and no other transfer coding than chunked (section 6.1).
   */
  private static boolean isUnambiguous(HttpServerRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    return request.headers().getAll(HttpHeaders.HOST).size() <= 1
        && (codings.isEmpty()
            || (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked")));
  }

  private void countAccount(RoutingContext http) {
    Optional<ProblemException> tooMany = limits.countAccount(http).or(() -> limits.admit(http));
    if (tooMany.isPresent()) {
      ProblemAnswers.send(http, tooMany.get());
      return;
    }
    http.next();
  }

  /** Rejects a malformed Content-Type; each framework would respond to it differently. */
  private static Optional<ProblemException> refuseType(String contentType) {
    MediaType type;
    try {
      type = MediaType.valueOf(contentType);
    } catch (IllegalArgumentException malformed) {
      return Optional.of(ProblemType.UNSUPPORTED_MEDIA_TYPE.exception());
    }
    return type.getType().equalsIgnoreCase("multipart")
            && !type.getParameters().containsKey("boundary")
        ? Optional.of(ProblemType.MALFORMED_REQUEST.exception())
        : Optional.empty();
  }

  /** Rejects a malformed Accept header; the frameworks read it only after the method has run. */
  private static Optional<ProblemException> refuseAccept(String accept) {
    if (accept == null || PLAIN_ACCEPT.contains(accept)) {
      return Optional.empty();
    }
    try {
      for (String range : accept.split(",", -1)) {
        if (!range.isBlank()) {
          MediaType.valueOf(range.trim());
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.of(ProblemType.MALFORMED_REQUEST.exception());
    }
  }

  /**
   * Disables Quarkus' limit, which answers an oversized chunked body with an empty 413; {@link
   * BodyLimit} counts instead.
   */
  private static void countChunksOurselves(RoutingContext http) {
    http.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
    http.next();
  }

  /** Responds to a failure outside the resources. */
  private static void fail(RoutingContext http) {
    int status = http.statusCode() > 0 ? http.statusCode() : 404;
    // A failure without its own status has status 500.
    ProblemException problem =
        http.failure() != null && status >= 500
            ? ProblemAnswers.toProblem(http.failure(), http)
            : Failures.ofStatus(status).orElseGet(ProblemType.INTERNAL_ERROR::exception);
    ProblemAnswers.send(http, problem);
  }

  private void addHeaders(RoutingContext http, RequestTrace trace) {
    HttpServerResponse response = http.response();
    response.putHeader(RequestTrace.REQUEST_ID, trace.requestId());
    response.putHeader(RequestTrace.TRACEPARENT, trace.traceparent());
    response.putHeader("X-Content-Type-Options", "nosniff");
    if (clients.isSecure(http.request()) && config.hsts().isPositive()) {
      response.putHeader("Strict-Transport-Security", "max-age=" + config.hsts().toSeconds());
    }
    MultiMap headers = response.headers();
    if (RateLimits.path(http).startsWith("/api/")) {
      // Responses are data: a browser must not run scripts in one or frame it.
      response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
      response.putHeader("Referrer-Policy", "no-referrer");
      if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      }
    }
    String origin = http.request().getHeader(HttpHeaders.ORIGIN);
    if (!origins.isEmpty()) {
      List<String> vary = new ArrayList<>(headers.getAll(HttpHeaders.VARY));
      vary.add("Origin");
      headers.set(HttpHeaders.VARY, String.join(", ", vary));
    }
    if (origin != null && origins.contains(origin)) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, CORS_RESPONSE_HEADERS);
    }
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaders.ORIGIN)
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private void preflight(RoutingContext http) {
    if (!origins.contains(http.request().getHeader(HttpHeaders.ORIGIN))) {
      ProblemAnswers.send(http, ProblemType.FORBIDDEN.exception());
      return;
    }
    http.response()
        .setStatusCode(204)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, CORS_METHODS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, CORS_REQUEST_HEADERS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, Long.toString(CORS_MAX_AGE.toSeconds()))
        .end();
  }
}
