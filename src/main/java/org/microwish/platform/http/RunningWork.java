package org.microwish.platform.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
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
 * Tells the {@link Exchange} when the work of an {@link Audited} or {@link Expensive} operation
 * begins and ends, so that its line in the security log knows the result, and its place is free
 * only when a thread and a database connection are. Once begun, the work goes on to its end, even
 * if the client closes the connection: otherwise nobody would know how far it came.
 */
@ApplicationScoped
class RunningWork {

  /** Priority of the filter: before all others, because they are part of the work. */
  private static final int FIRST = 0;

  private final CurrentVertxRequest current;

  RunningWork(CurrentVertxRequest current) {
    this.current = current;
  }

  /** Does not let the work begin if the client has closed the connection. */
  @ServerRequestFilter(priority = FIRST)
  Optional<Response> begin(ResourceInfo resource, ResteasyReactiveContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    if (method == null
        || !(method.isAnnotationPresent(Audited.class)
            || method.isAnnotationPresent(Expensive.class))) {
      return Optional.empty();
    }
    Exchange exchange = Exchange.of(current.getCurrent());
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
}
