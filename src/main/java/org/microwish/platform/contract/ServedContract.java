package org.microwish.platform.contract;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Serves the contract in production from the files that the build wrote. Quarkus would parse it and
 * generate it again in both formats at each start, which takes 2.5 s of processor time and keeps 5
 * MB in memory.
 */
@ApplicationScoped
@IfBuildProfile("prod")
public class ServedContract {

  /** After the handlers for request ids and rate limits, before Quarkus' handler. */
  private static final int ORDER = -50;

  /**
   * Keeps Quarkus from parsing the contract. In production, must be called before Quarkus starts.
   */
  public static void skipAtStart() {
    // Quarkus looks for the document in this class loader, which has no resources.
    OpenApiConstants.classLoader = new ClassLoader(null) {};
  }

  void install(@Observes Router router) {
    for (String ending : List.of("", ".json", ".yaml", ".yml")) {
      router.route("/openapi" + ending).order(ORDER).blockingHandler(ServedContract::answer, false);
    }
  }

  private static void answer(RoutingContext http) {
    if (http.request().method().equals(HttpMethod.OPTIONS)) {
      http.next();
      return;
    }
    Format format = isJson(http) ? Format.JSON : Format.YAML;
    String file = "META-INF/quarkus-generated-openapi-doc." + format.name();
    try (InputStream document = ServedContract.class.getClassLoader().getResourceAsStream(file)) {
      http.response()
          .putHeader(HttpHeaders.CONTENT_TYPE, format.getMimeType() + ";charset=UTF-8")
          .end(Buffer.buffer(document.readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Chooses the format by file ending, query or Accept header, like Quarkus' handler. */
  private static boolean isJson(RoutingContext http) {
    String path = http.normalizedPath();
    if (!path.endsWith("/openapi")) {
      return path.endsWith(".json");
    }
    String accept = http.request().getHeader(HttpHeaders.ACCEPT);
    return (accept != null && accept.contains(Format.JSON.getMimeType()))
        || "json".equalsIgnoreCase(http.request().getParam("format"));
  }
}
