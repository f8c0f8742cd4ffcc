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
 * Installs the Vert.x handlers that process every request and response. For requests: request id,
 * rate limits, refusal of malformed headers and of bodies that are too large, CORS. For responses:
 * the headers that all responses have, and problem details for failures that occur before a
 * resource is reached.
 */
@ApplicationScoped
public class GlobalHandlers {

  private static final Logger LOG = Logger.getLogger(GlobalHandlers.class);

  /**
   * The key of the request context under which Quarkus' metrics look for the path to use as a
   * label.
   */
  private static final String METRICS_PATH = "UrlPathTemplate";

  /**
   * Route order of the first handler: before authentication (order -200) and Quarkus' own handlers.
   */
  private static final int FIRST = -10_000;

  /**
   * Route order of the limits per account: after Quarkus' authentication (order -200), before the
   * body is read.
   */
  private static final int AFTER_AUTHENTICATION = -120;

  /** Route order of the handler that reads the body: before the resources. */
  private static final int BODY = -110;

  /**
   * Route order of the handler that takes a place for an expensive operation: after the body was
   * read, so that a client that sends its body slowly occupies no place.
   */
  private static final int AFTER_BODY = -105;

  /**
   * Route order of the handler that disables Quarkus' limit on the body size: after the handler
   * that sets this limit (order -2), before the resources.
   */
  private static final int AFTER_QUARKUS_LIMIT = -1;

  /**
   * The HTTP methods that scripts of web pages may use; sent in responses to preflight requests
   * (Fetch standard, section 3.2).
   */
  private static final String CORS_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

  private static final String CORS_REQUEST_HEADERS =
      "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match,"
          + " Request-ID, traceparent";

  private static final String CORS_RESPONSE_HEADERS =
      "ETag, Link, Location, Retry-After, Request-ID, traceparent, RateLimit, RateLimit-Policy,"
          + " Idempotency-Replayed, Deprecation, Sunset";

  /**
   * The policy of the pages: only the service's own scripts, style sheets and images, nothing
   * inline, and no frame around them. The development pages of Quarkus below /q are not ours.
   */
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
          + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** Common values of the Accept header, which are known to be valid. */
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
    // Browsers send the origin "null" for sandboxed frames and local files, so it identifies no
    // site.
    origins.remove("null");
  }

  void install(@Observes Router router) {
    router.route().order(FIRST).handler(this::receive).failureHandler(GlobalHandlers::fail);
    router
        .route()
        .order(AFTER_AUTHENTICATION)
        .handler(http -> goOn(http, limits.countAccount(http)));
    router.route().order(BODY).handler(reading::read);
    router.route().order(AFTER_BODY).handler(http -> goOn(http, limits.admit(http)));
    router.route().order(AFTER_QUARKUS_LIMIT).handler(GlobalHandlers::countChunksOurselves);
    for (int status : new int[] {400, 404, 405, 406, 413, 414, 415, 431, 500}) {
      router.errorHandler(status, GlobalHandlers::fail);
    }
  }

  private void receive(RoutingContext http) {
    RequestTrace trace = RequestTrace.begin(http.request());
    trace.attach(http);
    Exchange.observe(http);
    ReadRate.watch(http.request().connection(), config, () -> limits.countRefusal("slow-reader"));
    Compression.prepare(http.request().connection());
    http.addHeadersEndHandler(ignored -> addHeaders(http, trace));
    security.attach(http);
    http.addEndHandler(ignored -> UnreadBody.discard(http.vertx(), http.request()));
    Exchange.whenOver(
        http,
        () -> {
          if (http.response().headWritten() && Exchange.of(http).isClientGone()) {
            LOG.infof("request %s: the client closed the connection", trace.requestId());
          }
        });
    nameForMetrics(http);
    Optional<ProblemException> tooMany = limits.countAddress(http);
    if (tooMany.isPresent()) {
      ProblemAnswers.send(http, tooMany.get());
      return;
    }
    // Refuse matrix parameters (";"): routing ignores them, but rate limits and security headers
    // compare the whole path.
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
    // Always a number: the HTTP codec has already rejected other values.
    if (length != null && Long.parseLong(length.trim()) > limit) {
      ProblemAnswers.send(http, BodyLimit.tooLarge(limit));
      return;
    }
    reading.limitTime(http);
    http.next();
  }

  /**
   * Sets the path under which the metrics count this request, even if the request is refused before
   * it is routed: the path of its resource with the names of parameters. Otherwise each path that a
   * client invents would become a separate time series.
   */
  private void nameForMetrics(RoutingContext http) {
    if (RequestPath.of(http).startsWith("/api/")) {
      ((HttpServerRequestInternal) http.request())
          .context()
          .putLocal(METRICS_PATH, resources.template(http).orElse("/UNKNOWN"));
    }
  }

  /**
   * Returns whether the request's host and the end of its body are unambiguous, so that every proxy
   * understands them as this service does: at most one Host header (RFC 9112 section 3.2), and no
   * transfer coding other than chunked (section 6.1).
   */
  private static boolean isUnambiguous(HttpServerRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    return request.headers().getAll(HttpHeaders.HOST).size() <= 1
        && (codings.isEmpty()
            || (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked")));
  }

  private static void goOn(RoutingContext http, Optional<ProblemException> refusal) {
    refusal.ifPresentOrElse(problem -> ProblemAnswers.send(http, problem), http::next);
  }

  /**
   * Returns a problem for a malformed Content-Type, or for multipart without a boundary; the
   * frameworks behind this handler would each respond in another way.
   */
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

  /**
   * Returns a problem for a malformed Accept header; the frameworks would notice the error only
   * after the resource method has run.
   */
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
   * Disables Quarkus' limit on the body size, which would answer a chunked body that is too large
   * with an empty 413. {@link BodyLimit} and {@link Bodies} limit the size instead.
   */
  private static void countChunksOurselves(RoutingContext http) {
    http.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
    http.next();
  }

  /** Responds with a problem to a request that failed outside the resources. */
  private static void fail(RoutingContext http) {
    int status = http.statusCode() > 0 ? http.statusCode() : 404;
    // For an exception without a status of its own, Vert.x sets status 500.
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
    Compression.decide(http);
    MultiMap headers = response.headers();
    String path = RequestPath.of(http);
    if (path != null && RequestPath.isPage(path)) {
      response.putHeader("Content-Security-Policy", PAGE_POLICY);
      response.putHeader("Referrer-Policy", "same-origin");
    } else if (path != null && !path.startsWith("/q/")) {
      // API responses are data: a browser must neither run scripts in a response nor show it in a
      // frame.
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
