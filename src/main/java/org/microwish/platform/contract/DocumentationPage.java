package org.microwish.platform.contract;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Serves {@code /docs/}, a page that shows the contract and searches its operations. The page is
 * our own, because the common pages for OpenAPI take seconds to show a contract of this size. Its
 * Content-Security-Policy allows only this service's script and style sheet.
 */
@ApplicationScoped
public class DocumentationPage {

  /** The route order: after the handlers for request ids and rate limits. */
  private static final int ORDER = -50;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri"
          + " 'none'; form-action 'none'; frame-ancestors 'none'";

  private record Part(String mediaType, Buffer content) {}

  private final Map<String, Part> parts = new LinkedHashMap<>();

  DocumentationPage() {
    add("/docs/", "documentation.html", "text/html");
    add("/docs/index.html", "documentation.html", "text/html");
    add("/docs/documentation.css", "documentation.css", "text/css");
    add("/docs/documentation.js", "documentation.js", "text/javascript");
  }

  private void add(String path, String file, String mediaType) {
    try (InputStream in = DocumentationPage.class.getResourceAsStream(file)) {
      parts.put(path, new Part(mediaType + ";charset=UTF-8", Buffer.buffer(in.readAllBytes())));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  void install(@Observes Router router) {
    router.route("/docs*").order(ORDER).handler(this::answer);
  }

  private void answer(RoutingContext http) {
    HttpMethod method = http.request().method();
    HttpServerResponse response =
        http.response()
            .putHeader("Content-Security-Policy", POLICY)
            .putHeader("Referrer-Policy", "no-referrer");
    Part part = parts.get(http.normalizedPath());
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    if (http.normalizedPath().equals("/docs") && reads) {
      response.setStatusCode(301).putHeader(HttpHeaders.LOCATION, "/docs/").end();
    } else if (part != null && reads) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, part.mediaType()).end(part.content());
    } else {
      http.next();
    }
  }
}
