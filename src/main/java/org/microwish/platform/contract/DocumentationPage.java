package org.microwish.platform.contract;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.platform.Sha256;

/**
 * Serves the page {@code /docs/}, which shows the contract in Swagger UI, instead of Quarkus' own
 * page. Quarkus' page reveals the versions of this program and of Quarkus, and a query parameter
 * can make it show a contract from elsewhere. The Content-Security-Policy allows only the scripts
 * of this page, identified by their hashes (CSP Level 3, section 2.3.1). Quarkus serves the script
 * files and style sheets below {@code /docs/}.
 */
@ApplicationScoped
public class DocumentationPage {

  /**
   * The route order of the page: after the handlers for request ids and rate limits, before
   * Quarkus' own handler of {@code /docs}.
   */
  private static final int ORDER = -50;

  private static final Pattern INLINE = Pattern.compile("(?s)<script>(.*?)</script>");
  private static final Pattern LINKED = Pattern.compile("<script [^>]*integrity=\"([^\"]+)\"");

  private final String page;
  private final String policy;

  DocumentationPage() {
    page = read();
    Stream<String> inline =
        INLINE
            .matcher(page)
            .results()
            .map(script -> script.group(1).getBytes(StandardCharsets.UTF_8))
            .map(script -> "sha256-" + Base64.getEncoder().encodeToString(Sha256.of(script)));
    Stream<String> linked = LINKED.matcher(page).results().map(script -> script.group(1));
    // Swagger UI needs inline styles, because it writes style attributes into the page, and data:
    // images, because its style sheet contains some.
    policy =
        "default-src 'none'; script-src "
            + Stream.concat(linked, inline)
                .map(hash -> "'" + hash + "'")
                .collect(Collectors.joining(" "))
            + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  void install(@Observes Router router) {
    router.route("/docs*").order(ORDER).handler(this::answer);
  }

  private void answer(RoutingContext http) {
    http.response()
        .putHeader("Content-Security-Policy", policy)
        .putHeader("Referrer-Policy", "no-referrer");
    HttpMethod method = http.request().method();
    String path = http.normalizedPath();
    if ((path.equals("/docs/") || path.equals("/docs/index.html"))
        && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))) {
      http.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8").end(page);
    } else {
      http.next();
    }
  }

  private static String read() {
    try (InputStream file = DocumentationPage.class.getResourceAsStream("documentation.html")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
