package org.microwish.platform.http;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * Finds the resource method to which a request will be routed, before authentication and before the
 * body is read. Limits depend on the annotations of this method, not on patterns of paths: a
 * pattern would have to cover every spelling of a path that routing accepts.
 */
@ApplicationScoped
class ResourceMatcher {

  private static final String KEY = ResourceMatcher.class.getName();

  /** A path parameter with a regular expression, such as {@code {id: [0-9]+}}. */
  private static final Pattern REGEX = Pattern.compile("\\{(\\w+) *:[^/]*}");

  private volatile RequestMapper<RestInitialHandler.InitialMatch> classes;

  /**
   * Caches the method and path template of each resource that was requested before, because
   * removing the regular expressions of the path parameters takes time.
   */
  private final Map<RuntimeResource, Matched> resources = new ConcurrentHashMap<>();

  /** A resource method, and the path of its resource, such as {@code /api/v1/wishes/{id}}. */
  private record Matched(Method method, String template) {}

  /**
   * Returns the resource method for the request; empty if no resource has its path and HTTP method.
   */
  Optional<Method> method(RoutingContext http) {
    return matched(http).map(Matched::method);
  }

  /**
   * Returns the path of the request's resource, such as {@code /api/v1/wishes/{id}}; empty if no
   * resource has the request's path and HTTP method.
   */
  Optional<String> template(RoutingContext http) {
    return matched(http).map(Matched::template);
  }

  private Optional<Matched> matched(RoutingContext http) {
    Optional<Matched> known = http.get(KEY);
    if (known == null) {
      known = find(http.request().method(), RequestPath.of(http));
      http.put(KEY, known);
    }
    return known;
  }

  private Optional<Matched> find(HttpMethod method, String path) {
    if (path == null || !path.startsWith("/api/")) {
      return Optional.empty();
    }
    RequestMapper<RestInitialHandler.InitialMatch> mapper = classes();
    for (var match = mapper.map(path);
        match != null;
        match = mapper.continueMatching(path, match)) {
      String rest = match.remaining.isEmpty() ? "/" : match.remaining;
      for (ServerRestHandler handler : match.value.handlers) {
        if (handler instanceof ClassRoutingHandler routing) {
          Optional<RuntimeResource> found = find(routing.getMappers(), method, rest);
          if (found.isPresent()) {
            return found.map(
                resource -> resources.computeIfAbsent(resource, ResourceMatcher::matched));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Matched matched(RuntimeResource resource) {
    String path = text(resource.getClassPath()) + "/" + text(resource.getPath());
    return new Matched(
        resource.getLazyMethod().getMethod(),
        REGEX.matcher(path.replaceAll("/+", "/").replaceAll("/$", "")).replaceAll("{$1}"));
  }

  private static String text(URITemplate template) {
    return template == null ? "" : template.template;
  }

  private static Optional<RuntimeResource> find(
      Map<String, RequestMapper<RuntimeResource>> mappers, HttpMethod method, String rest) {
    RequestMapper<RuntimeResource> mapper =
        mappers.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET.name() : method.name());
    var match = mapper == null ? null : mapper.map(rest);
    return match == null || match.value.getLazyMethod() == null
        ? Optional.empty()
        : Optional.of(match.value);
  }

  /**
   * Returns the mapper from paths to resource classes. Creates it at the first request, as Quarkus
   * REST does, because the deployment does not exist yet when this bean is created.
   */
  private RequestMapper<RestInitialHandler.InitialMatch> classes() {
    RequestMapper<RestInitialHandler.InitialMatch> built = classes;
    if (built == null) {
      built =
          new RequestMapper<>(ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers());
      classes = built;
    }
    return built;
  }
}
