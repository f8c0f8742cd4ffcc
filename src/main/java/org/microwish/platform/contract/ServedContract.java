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
 * Serves the contract, {@code /openapi}, in production from the files that the build wrote. Quarkus
 * itself would parse the contract and generate it again in both formats at each start, which takes
 * 2.5 s of processor time and keeps 5 MB in memory.
 */
@ApplicationScoped
@IfBuildProfile("prod")
public class ServedContract {

  /**
   * The route order: after the handlers for request ids and rate limits, before Quarkus' own
   * handler of {@code /openapi}.
   */
  private static final int ORDER = -50;

  /**
   * Keeps Quarkus from parsing the contract at the start. In production, the program must call this
   * method before it starts Quarkus.
   */
  public static void skipAtStart() {
    // Quarkus looks for the contract in this class loader, which contains no files.
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

  /**
   * Returns whether to send JSON and not YAML, by the rules of Quarkus' own handler: for {@code
   * /openapi}, if the Accept header contains the media type of JSON or the query parameter {@code
   * format} is {@code json}; for other paths, if they end with {@code .json}.
   */
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
