package org.microwish.platform.contract;

import io.quarkus.runtime.LaunchMode;
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
 * Serves the contract in production, as the build has written it. Quarkus would at each start read
 * all of it, make a model of it, write it anew in both formats and keep both: a quarter of the
 * start and 5 MB, for a document that the build has completed.
 */
@ApplicationScoped
public class ServedContract {

  /** After what counts and names requests, before Quarkus' handler. */
  private static final int ORDER = -50;

  private static final String GENERATED = "META-INF/quarkus-generated-openapi-doc.";

  /** Keeps Quarkus from reading the contract. To be called before Quarkus starts, in production. */
  public static void spareTheStart() {
    // The class loader that Quarkus looks for the document in, and finds none.
    OpenApiConstants.classLoader = new ClassLoader(null) {};
  }

  void install(@Observes Router router) {
    if (LaunchMode.current() != LaunchMode.NORMAL) {
      return;
    }
    for (String ending : List.of("", ".json", ".yaml", ".yml")) {
      router.route("/openapi" + ending).order(ORDER).blockingHandler(this::answer, false);
    }
  }

  private void answer(RoutingContext http) {
    if (http.request().method().equals(HttpMethod.OPTIONS)) {
      http.next();
      return;
    }
    Format format = format(http);
    http.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, format.getMimeType() + ";charset=UTF-8")
        .end(Buffer.buffer(generated(format)));
  }

  /** As Quarkus' handler tells: by the ending, the query, or what is accepted. */
  private static Format format(RoutingContext http) {
    String path = http.normalizedPath();
    if (path.endsWith(".json")) {
      return Format.JSON;
    }
    if (path.endsWith(".yaml") || path.endsWith(".yml")) {
      return Format.YAML;
    }
    String accept = http.request().getHeader(HttpHeaders.ACCEPT);
    List<String> asked = http.queryParam("format");
    boolean json =
        (accept != null && accept.contains(Format.JSON.getMimeType()))
            || (!asked.isEmpty() && asked.getFirst().equalsIgnoreCase(Format.JSON.name()));
    return json ? Format.JSON : Format.YAML;
  }

  private static byte[] generated(Format format) {
    try (InputStream document =
        ServedContract.class.getClassLoader().getResourceAsStream(GENERATED + format.name())) {
      return document.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
