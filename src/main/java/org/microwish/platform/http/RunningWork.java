package org.microwish.platform.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.microwish.platform.limits.Expensive;

/**
 * Notifies the {@link Exchange} when the work of an operation begins and ends, if the operation is
 * {@link Audited} or {@link Expensive} or has a body. So the security log contains the result of
 * the operation, and its place and the memory of its body are released only when the work no longer
 * uses a thread or a database connection. Once the work has begun, it runs to its end even if the
 * client closes the connection: otherwise its result would be unknown.
 */
@ApplicationScoped
class RunningWork {

  /** Priority of the filter: before all others, because they are part of the work. */
  private static final int FIRST = 0;

  private final CurrentVertxRequest current;

  RunningWork(CurrentVertxRequest current) {
    this.current = current;
  }

  /**
   * Prevents the work if the client has already closed the connection. Runs before the request
   * waits for a worker thread, because a waiting request stays in memory even if its client closes
   * the connection.
   */
  @ServerRequestFilter(priority = FIRST, nonBlocking = true)
  Optional<Response> begin(ResourceInfo resource, ResteasyReactiveContainerRequestContext request) {
    RoutingContext http = current.getCurrent();
    if (!isMarked(resource.getResourceMethod()) && !hasBody(http)) {
      return Optional.empty();
    }
    Exchange exchange = Exchange.of(http);
    if (!exchange.beginWork()) {
      return Optional.of(Response.noContent().build());
    }
    var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
    context.registerCompletionCallback(ignored -> exchange.endWork());
    // Replaces the handler by which Quarkus REST skips the rest of the work, such as the mapping of
    // the result to a status, when the connection is closed.
    context.serverResponse().addCloseHandler(() -> {});
    return Optional.empty();
  }

  private static boolean isMarked(Method method) {
    return method != null
        && (method.isAnnotationPresent(Audited.class)
            || method.isAnnotationPresent(Expensive.class));
  }

  /** Returns whether the request is an upload, or has a body that {@link Bodies} has read. */
  private static boolean hasBody(RoutingContext http) {
    return http.body().buffer() != null
        || BodyLimit.isUpload(http.request().getHeader(HttpHeaders.CONTENT_TYPE));
  }
}
