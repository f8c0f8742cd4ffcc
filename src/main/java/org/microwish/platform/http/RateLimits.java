package org.microwish.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.platform.limits.Buckets;
import org.microwish.platform.limits.LimitsConfig;
import org.microwish.platform.net.Networks;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Limits requests per client address and per account, and adds the RateLimit headers to every
 * counted response. Each instance counts separately; limits across instances are counted in the
 * database ({@code platform.limits.Attempts}, the caps on claims). Rejects requests before their
 * body is read.
 */
@ApplicationScoped
public class RateLimits {

  private static final String POLICY = "RateLimit-Policy";
  private static final String STATE = "RateLimit";

  /** Logins and token requests: each may be an attempt to guess a secret. */
  private static final Pattern LOGIN = Pattern.compile("/api/v1/(auth|oauth2)/.*");

  private static final Pattern CLAIM = Pattern.compile("/api/v1/wishes/[^/]+/claims/?");

  private static final Pattern UNMASKING =
      Pattern.compile(
          "/api/v1/((wishes|members)/[^/]+/contact-reads|wishes/[^/]+/dossiers"
              + "|personal-exports|holds/[^/]+/exports|ledger/entries/[^/]+/openings)/?");

  private final Buckets address;
  private final Buckets login;
  private final Buckets account;
  private final Buckets claims;
  private final Buckets unmasking;
  private final Networks exempt;
  private final ClientAddress clients;
  private final MeterRegistry metrics;

  /** Whether probes and metrics have a port of their own, which counts nothing. */
  private final boolean separate;

  RateLimits(
      LimitsConfig config,
      ClientAddress clients,
      MeterRegistry metrics,
      @ConfigProperty(name = "quarkus.management.enabled", defaultValue = "false")
          boolean separate) {
    this.separate = separate;
    this.address = new Buckets("address", config.address(), config.maxKeys());
    this.login = new Buckets("login", config.login(), config.maxKeys());
    this.account = new Buckets("account", config.account(), config.maxKeys());
    this.claims = new Buckets("claims", config.claims(), config.maxKeys());
    this.unmasking = new Buckets("unmasking", config.unmasking(), config.maxKeys());
    this.exempt = Networks.of(config.exempt().orElse(Set.of()));
    this.clients = clients;
    this.metrics = metrics;
  }

  /** Counts an incoming request against the limits of its address. */
  Optional<ProblemException> countAddress(RoutingContext http) {
    String path = path(http);
    if (isUncounted(http, path)) {
      return Optional.empty();
    }
    String client = Networks.client(clients.of(http));
    Optional<ProblemException> refusal = take(http, address, client);
    return refusal.isEmpty() && LOGIN.matcher(path).matches() ? take(http, login, client) : refusal;
  }

  /**
   * Counts an authenticated request against the limits of its account; anonymous requests do not
   * count.
   */
  Optional<ProblemException> countAccount(RoutingContext http) {
    String path = path(http);
    Optional<Caller> caller =
        http.user() instanceof QuarkusHttpUser user
            ? CurrentCaller.of(user.getSecurityIdentity())
            : Optional.empty();
    if (caller.isEmpty() || isUncounted(http, path)) {
      return Optional.empty();
    }
    String subject = caller.get().account();
    Optional<ProblemException> refusal = take(http, account, subject);
    if (refusal.isPresent() || !http.request().method().equals(HttpMethod.POST)) {
      return refusal;
    }
    if (CLAIM.matcher(path).matches()) {
      return take(http, claims, subject);
    }
    return UNMASKING.matcher(path).matches() ? take(http, unmasking, subject) : refusal;
  }

  private boolean isUncounted(RoutingContext http, String path) {
    // Probes and metrics must work under overload too.
    if (!separate && path.startsWith("/q/")) {
      return true;
    }
    InetAddress client = clients.of(http);
    return exempt.contains(client);
  }

  private Optional<ProblemException> take(RoutingContext http, Buckets buckets, String key) {
    Buckets.Grant grant = buckets.take(key, System.nanoTime());
    HttpServerResponse response = http.response();
    append(response, POLICY, buckets.policy());
    append(response, STATE, buckets.state(grant));
    if (grant.granted()) {
      return Optional.empty();
    }
    metrics.counter("microwish.limits.refused", "limit", buckets.name()).increment();
    return Optional.of(ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(grant.retryIn()));
  }

  private static void append(HttpServerResponse response, String header, String item) {
    String before = response.headers().get(header);
    response.putHeader(header, before == null ? item : before + ", " + item);
  }

  /** The normalised path, which routing uses. */
  static String path(RoutingContext http) {
    try {
      return http.normalizedPath();
    } catch (IllegalArgumentException malformed) {
      // No resource has such a path.
      return http.request().path();
    }
  }
}
