package org.microwish.platform.http;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Context;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Answers malformed HTTP, and request lines or headers that are too long, with a problem. Such
 * requests never reach the router: Vert.x passes them to a handler for invalid requests, which
 * Quarkus does not let applications set. But a Vert.x tracer sees every request first, and can set
 * that handler on the connection. Therefore this class installs a tracer.
 */
@ApplicationScoped
public class MalformedRequests implements VertxOptionsCustomizer {

  @Override
  @SuppressWarnings("deprecation") // The replacement is in a builder that Quarkus hides.
  public void accept(VertxOptions options) {
    options.setTracingOptions(new TracingOptions().setFactory(ignored -> new HandlerSetter()));
  }

  /**
   * A tracer that only sets the handler for invalid requests, on the connection of each request.
   */
  private static final class HandlerSetter implements VertxTracer<Object, Object> {

    @Override
    public <R> Object receiveRequest(
        Context context,
        SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        Iterable<Map.Entry<String, String>> headers,
        TagExtractor<R> tags) {
      if (request instanceof HttpServerRequest http
          && http.connection() instanceof HttpServerConnection connection) {
        connection.invalidRequestHandler(MalformedRequests::answer);
        if (http.version() != HttpVersion.HTTP_2 && !isUri(http.uri())) {
          // Quarkus' own handler would send a response without a body. Replacing the connection's
          // handler affects no later request, because the connection is closed after this response.
          connection.handler(MalformedRequests::answer);
        }
      }
      return null;
    }
  }

  private static boolean isUri(String text) {
    try {
      return text != null && !new URI(text).toString().isEmpty();
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static void answer(HttpServerRequest request) {
    ProblemException problem = problem(request.decoderResult().cause());
    RequestTrace trace = RequestTrace.begin(request);
    ProblemAnswers.Prepared prepared = ProblemAnswers.prepare(problem, request, trace);
    request
        .response()
        .setStatusCode(prepared.status())
        .putHeader(RequestTrace.REQUEST_ID, trace.requestId())
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Connection", "close");
    prepared.headers().forEach(request.response()::putHeader);
    request.response().end(prepared.body());
    // Close the connection: after malformed HTTP, the start of the next request is unknown; after a
    // malformed URI, the connection has lost its normal handler.
    request.connection().close();
  }

  private static ProblemException problem(Throwable cause) {
    String message = cause == null || cause.getMessage() == null ? "" : cause.getMessage();
    // Netty distinguishes these two cases only by the message.
    if (message.startsWith("An HTTP line is larger")) {
      return ProblemType.URI_TOO_LONG.exception();
    }
    if (message.startsWith("HTTP header is larger")) {
      return ProblemType.HEADERS_TOO_LARGE.exception();
    }
    return ProblemType.MALFORMED_REQUEST.exception();
  }
}
