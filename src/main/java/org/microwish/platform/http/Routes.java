package org.microwish.platform.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * Finds the HTTP methods of a path for the Allow header of a 405 response; Quarkus omits this
 * header.
 */
final class Routes {

  private Routes() {}

  /**
   * Returns the HTTP methods that the resource classes together support at the request's path;
   * empty if no resource has this path or the request is null.
   */
  static Set<String> methods(ResteasyReactiveRequestContext request) {
    Set<String> methods = new TreeSet<>();
    if (request == null) {
      return methods;
    }
    for (RequestMapper.RequestPath<RestInitialHandler.InitialMatch> path :
        request.getDeployment().getClassMappers()) {
      RequestMapper.RequestMatch<RestInitialHandler.InitialMatch> match =
          new RequestMapper<>(new ArrayList<>(List.of(path))).map(request.getPathWithoutPrefix());
      if (match != null) {
        String rest = match.remaining.isEmpty() ? "/" : match.remaining;
        for (ServerRestHandler handler : match.value.handlers) {
          if (handler instanceof ClassRoutingHandler routing) {
            addMethods(routing.getMappers(), rest, methods);
          }
        }
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return methods;
  }

  private static void addMethods(
      Map<String, RequestMapper<RuntimeResource>> mappers, String rest, Set<String> methods) {
    mappers.forEach(
        (method, mapper) -> {
          if (method != null && mapper.map(rest) != null) {
            methods.add(method);
          }
        });
  }
}
