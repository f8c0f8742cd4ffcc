package org.microwish.platform.http;

import io.vertx.ext.web.RoutingContext;

/** The path of a request, and which part of the service it belongs to. */
final class RequestPath {

  private RequestPath() {}

  /** Returns the normalised path, by which requests are routed. */
  static String of(RoutingContext http) {
    try {
      return http.normalizedPath();
    } catch (IllegalArgumentException malformed) {
      // Malformed, so no resource has this path.
      return http.request().path();
    }
  }

  /**
   * Returns whether a path is that of a page. The other paths are those of the contract ({@code
   * /api/}, {@code /.well-known/}) and of the management interface ({@code /q/}).
   */
  static boolean isPage(String path) {
    return !path.startsWith("/api/")
        && !path.startsWith("/.well-known/")
        && !path.startsWith("/q/");
  }
}
