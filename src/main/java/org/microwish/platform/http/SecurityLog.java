package org.microwish.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.platform.Time;
import org.microwish.platform.limits.Buckets;
import org.microwish.platform.limits.LimitsConfig;
import org.microwish.platform.net.Networks;
import org.microwish.problem.ProblemType;

/**
 * The security log (Cybersecurity Law article 21, GB/T 22239-2019 8.1.4.3). It is a log file of its
 * own, {@code microwish.security-log.file}, with one line of JSON for each call of an {@link
 * Audited} operation, and for each other request that is refused with 403, or with 401 although it
 * has an Authorization header. If a client address causes more than 100 refusals or failures in a
 * minute, the further ones are only counted by a metric. A line names the event, its result, the
 * account, the client's address, and the operation with the ids in its path; it contains no name of
 * a person, no secret and no value of a request. The ledger proves what was changed; this log shows
 * who tried what, from where, and what failed.
 *
 * <p>Fields: {@code time} (RFC 3339, UTC), {@code event} ({@link SecurityEvent}), {@code result}
 * (SUCCESS, REFUSED for statuses 4xx, FAILED for 5xx, NOT_DONE if the client closed the connection
 * before the operation began), {@code status} (not for NOT_DONE), {@code code} (of the problem),
 * {@code clientGone} (true if the client closed the connection before it had the whole response),
 * {@code account} and {@code role}, {@code source} (the client's address), {@code operation} (HTTP
 * method and path), {@code created} (the path of the new resource), {@code granted} (a role that
 * the request grants), {@code requestId}.
 */
@ApplicationScoped
public class SecurityLog {

  /**
   * The log category of the security log; application.properties gives this category a file of its
   * own.
   */
  public static final String CATEGORY = "org.microwish.security";

  private static final Logger LOG = Logger.getLogger(CATEGORY);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String EVENT = SecurityEvent.class.getName();
  private static final String PROBLEM = ProblemType.class.getName();
  private static final String SUBJECT = SecurityLog.class.getName() + ".subject";
  private static final String GRANTED = SecurityLog.class.getName() + ".granted";

  /**
   * Maximum number of refusals and failures per minute that are logged for one client address; a
   * person causes only a few.
   */
  private static final int LINES = 100;

  /**
   * Maximum length of a path in the log. The paths of all operations are shorter; a longer one is
   * an attack and is cut.
   */
  private static final int LONGEST_PATH = 200;

  private final CurrentVertxRequest current;
  private final ClientAddress clients;
  private final ResourceMatcher resources;
  private final MeterRegistry metrics;
  private final Time time;

  /**
   * Counts the refusals and failures of each client address, so that a flood from one address
   * neither fills the disk nor hides other lines.
   */
  private final Buckets lines;

  SecurityLog(
      CurrentVertxRequest current,
      ClientAddress clients,
      ResourceMatcher resources,
      MeterRegistry metrics,
      LimitsConfig limits,
      Time time) {
    this.current = current;
    this.clients = clients;
    this.resources = resources;
    this.metrics = metrics;
    this.time = time;
    this.lines = new Buckets("security-log", LINES, Duration.ofMinutes(1), limits.maxKeys());
  }

  /** Stores in the request the event that the {@link Audited} annotation of the operation names. */
  @ServerRequestFilter
  void note(ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    SecurityEvent event = audited(method);
    if (event != null) {
      request().ifPresent(http -> http.put(EVENT, event));
    }
  }

  private static SecurityEvent audited(Method method) {
    Audited audited = method == null ? null : method.getAnnotation(Audited.class);
    return audited == null ? null : audited.value();
  }

  /**
   * Stores the account that tries to log in, for the line of the current request: the request of a
   * login has no token that names the account.
   */
  public void subject(String account) {
    request().ifPresent(http -> http.put(SUBJECT, account));
  }

  /** Stores the role that the current request grants to an account, for the line of the request. */
  public void granted(Enum<?> role) {
    request().ifPresent(http -> http.put(GRANTED, role.name()));
  }

  /** Writes a line for a successful event that no request caused. */
  public void ofSystem(SecurityEvent event, Map<String, Object> details) {
    Map<String, Object> line = begin(event, "SUCCESS");
    line.put("account", "system");
    line.putAll(details);
    write(line);
  }

  /** Stores the problem that is the response to a request, for the line of the request. */
  static void answered(RoutingContext http, ProblemType problem) {
    http.put(PROBLEM, problem);
  }

  /**
   * Writes the line of a request, if the request needs one, once the exchange is over: a client
   * that closes the connection does not prevent the line of an audited operation, nor of a refusal
   * that is already decided.
   */
  void attach(RoutingContext http) {
    Exchange.whenOver(http, () -> end(http));
  }

  private void end(RoutingContext http) {
    int status = http.response().getStatusCode();
    boolean gone = Exchange.of(http).isClientGone();
    SecurityEvent event = http.get(EVENT);
    boolean notDone = false;
    if (event == null) {
      event = gone ? audited(resources.method(http).orElse(null)) : null;
      notDone = event != null;
    }
    if (event == null && isRefusal(http, status)) {
      event = SecurityEvent.REFUSAL;
    }
    if (event == null || (!notDone && status < 400 && !event.successes())) {
      return;
    }
    String source = clients.of(http).getHostAddress();
    // Only refusals and failures are limited: successes need a permitted caller.
    if ((notDone || status >= 400)
        && !lines.take(Networks.client(clients.of(http)), 1, System.nanoTime()).granted()) {
      metrics.counter("microwish.security.lines.dropped").increment();
      return;
    }
    Optional<Caller> caller =
        http.user() instanceof QuarkusHttpUser user
            ? CurrentCaller.of(user.getSecurityIdentity())
            : Optional.empty();
    Map<String, Object> line = begin(event, notDone ? "NOT_DONE" : result(status));
    if (!notDone) {
      line.put("status", status);
    }
    if (gone) {
      line.put("clientGone", true);
    }
    put(line, "code", http.get(PROBLEM));
    put(line, "account", caller.map(Caller::account).orElse(http.get(SUBJECT)));
    put(line, "role", caller.map(Caller::role).orElse(null));
    line.put("source", source);
    line.put("operation", http.request().method() + " " + path(http));
    put(line, "created", http.response().headers().get(HttpHeaders.LOCATION));
    put(line, "granted", http.get(GRANTED));
    line.put("requestId", RequestTrace.of(http).requestId());
    write(line);
  }

  private static String result(int status) {
    return status < 400 ? "SUCCESS" : status < 500 ? "REFUSED" : "FAILED";
  }

  /**
   * Returns whether a request that is not audited needs a line: for 403, and for 401 with an
   * Authorization header. Not for 429: a metric counts these responses.
   */
  private static boolean isRefusal(RoutingContext http, int status) {
    return status == 403
        || (status == 401 && http.request().headers().contains(HttpHeaders.AUTHORIZATION));
  }

  private static String path(RoutingContext http) {
    String path = RequestPath.of(http);
    return path == null || path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
  }

  private Map<String, Object> begin(SecurityEvent event, String result) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", time.now().toString());
    line.put("event", event.name());
    line.put("result", result);
    return line;
  }

  private static void put(Map<String, Object> line, String name, Object value) {
    if (value != null) {
      line.put(name, value.toString());
    }
  }

  private static void write(Map<String, Object> line) {
    try {
      LOG.info(JSON.writeValueAsString(line));
    } catch (JsonProcessingException notText) {
      throw new IllegalStateException(notText);
    }
  }

  private Optional<RoutingContext> request() {
    return Arc.container().requestContext().isActive()
        ? Optional.ofNullable(current.getCurrent())
        : Optional.empty();
  }
}
