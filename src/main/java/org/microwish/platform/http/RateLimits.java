package org.microwish.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.platform.limits.Buckets;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.limits.Expensive.Kind;
import org.microwish.platform.limits.Limited;
import org.microwish.platform.limits.LimitsConfig;
import org.microwish.platform.limits.Places;
import org.microwish.platform.net.Networks;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Limits the requests of each client address and of each account, and adds the RateLimit headers to
 * the response to every counted request. Refuses requests before their body is read; only the limit
 * on expensive operations under way at once is checked later ({@link #admit}). Each instance counts
 * separately; limits that hold across all instances are counted in the database ({@code
 * platform.limits.Attempts}, the maximum numbers of claims).
 */
@ApplicationScoped
public class RateLimits {

  private static final String POLICY = "RateLimit-Policy";
  private static final String STATE = "RateLimit";
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Buckets address;
  private final Buckets login;
  private final Buckets account;
  private final Buckets claims;
  private final Buckets unmasking;
  private final Map<Kind, Places> places;
  private final int expensiveCost;
  private final Networks exempt;
  private final ResourceMatcher resources;
  private final ClientAddress clients;
  private final MeterRegistry metrics;

  /**
   * True if probes and metrics use the management port, whose requests are never counted. Then
   * requests to {@code /q/} on this port are counted like others.
   */
  private final boolean separate;

  RateLimits(
      LimitsConfig config,
      ResourceMatcher resources,
      ClientAddress clients,
      MeterRegistry metrics,
      @ConfigProperty(name = "quarkus.management.enabled", defaultValue = "false")
          boolean separate) {
    this.separate = separate;
    this.places = places(config);
    this.expensiveCost = config.expensiveCost();
    this.resources = resources;
    this.address = new Buckets("address", config.address(), config.maxKeys());
    this.login = new Buckets("login", config.login(), config.maxKeys());
    this.account = new Buckets("account", config.account(), config.maxKeys());
    this.claims = new Buckets("claims", config.claims(), config.maxKeys());
    this.unmasking = new Buckets("unmasking", config.unmasking(), config.maxKeys());
    this.exempt = Networks.of(config.exempt().orElse(Set.of()));
    this.clients = clients;
    this.metrics = metrics;
  }

  private static Map<Kind, Places> places(LimitsConfig config) {
    Places downloads = new Places(config.downloadsPerCaller(), config.downloads());
    return Map.of(
        Kind.SEARCH,
        new Places(config.expensiveReadsPerCaller(), config.expensiveReads()),
        Kind.PUBLIC_EXPORT,
        new Places(config.publicExportsPerCaller(), config.publicExports()),
        Kind.EXPORT,
        downloads,
        Kind.DOWNLOAD,
        downloads,
        Kind.TILE,
        new Places(config.tilesPerCaller(), config.tiles()));
  }

  /**
   * Counts a request against the limit of its client address for all requests, and for a login also
   * against the limit for logins. Returns a problem if a limit is exceeded.
   */
  Optional<ProblemException> countAddress(RoutingContext http) {
    if (isUncounted(http)) {
      return Optional.empty();
    }
    String client = Networks.client(clients.of(http));
    Optional<ProblemException> refusal = take(http, address, client, cost(http));
    return refusal.isEmpty() && limited(http) == Limited.To.LOGIN
        ? take(http, login, client, 1)
        : refusal;
  }

  /**
   * Counts a request with a token against the limits of its account; returns a problem if a limit
   * is exceeded. Does not count requests without a token.
   */
  Optional<ProblemException> countAccount(RoutingContext http) {
    if (isUncounted(http)) {
      return Optional.empty();
    }
    Optional<String> caller = account(http);
    Optional<ProblemException> refusal =
        caller.flatMap(subject -> take(http, account, subject, cost(http)));
    if (refusal.isPresent() || caller.isEmpty()) {
      return refusal;
    }
    return switch (limited(http)) {
      case CLAIMS -> take(http, claims, caller.get(), 1);
      case UNMASKING -> take(http, unmasking, caller.get(), 1);
      case LOGIN -> refusal;
      case null -> refusal;
    };
  }

  /**
   * Takes a place for an expensive operation, until its work has ended and the client has received
   * the response or has closed the connection. Call it after the body was read.
   *
   * @return BUSY if the caller, or all callers together, already have the maximum number of
   *     operations of this kind under way; otherwise empty
   */
  Optional<ProblemException> admit(RoutingContext http) {
    Optional<Kind> kind = expensive(http);
    if (kind.isEmpty() || isUncounted(http)) {
      return Optional.empty();
    }
    String key = account(http).orElseGet(() -> Networks.client(clients.of(http)));
    Optional<Runnable> place = places.get(kind.get()).take(key);
    if (place.isEmpty()) {
      countRefusal(kind.get().name().toLowerCase(Locale.ROOT));
      return Optional.of(ProblemType.BUSY.exception().retryAfter(RETRY));
    }
    Exchange.whenSent(http, place.get());
    return Optional.empty();
  }

  private static Optional<String> account(RoutingContext http) {
    return http.user() instanceof QuarkusHttpUser user
        ? CurrentCaller.of(user.getSecurityIdentity()).map(Caller::account)
        : Optional.empty();
  }

  /**
   * Returns the limit in the {@link Limited} annotation of the request's resource method or of its
   * class; null if there is none.
   */
  private Limited.To limited(RoutingContext http) {
    return resources
        .method(http)
        .map(
            method ->
                method.isAnnotationPresent(Limited.class)
                    ? method.getAnnotation(Limited.class)
                    : method.getDeclaringClass().getAnnotation(Limited.class))
        .map(Limited::value)
        .orElse(null);
  }

  private Optional<Kind> expensive(RoutingContext http) {
    return resources
        .method(http)
        .map(method -> method.getAnnotation(Expensive.class))
        .filter(
            read ->
                read.with().length == 0
                    || Stream.of(read.with()).anyMatch(name -> hasParameter(http, name)))
        .map(Expensive::value);
  }

  private static boolean hasParameter(RoutingContext http, String name) {
    try {
      return http.queryParams().contains(name);
    } catch (RuntimeException malformed) {
      // RequestParameters or the framework rejects the query later.
      return false;
    }
  }

  private int cost(RoutingContext http) {
    return expensive(http).map(Kind::isCostly).orElse(false) ? expensiveCost : 1;
  }

  private boolean isUncounted(RoutingContext http) {
    // Probes and metrics must work under overload too, so they are never counted.
    return (!separate && RequestPath.of(http).startsWith("/q/")) || isExempt(http);
  }

  /** Returns whether the client is in a network for which no limits apply. */
  boolean isExempt(RoutingContext http) {
    return exempt.contains(clients.of(http));
  }

  private Optional<ProblemException> take(
      RoutingContext http, Buckets buckets, String key, int cost) {
    Buckets.Grant grant = buckets.take(key, cost, System.nanoTime());
    HttpServerResponse response = http.response();
    append(response, POLICY, buckets.policy());
    append(response, STATE, buckets.state(grant));
    if (grant.granted()) {
      return Optional.empty();
    }
    countRefusal(buckets.name());
    return Optional.of(ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(grant.retryIn()));
  }

  /** Counts a refusal in the metrics, under the name of the limit. */
  void countRefusal(String limit) {
    metrics.counter("microwish.limits.refused", "limit", limit).increment();
  }

  private static void append(HttpServerResponse response, String header, String item) {
    String before = response.headers().get(header);
    response.putHeader(header, before == null ? item : before + ", " + item);
  }
}
