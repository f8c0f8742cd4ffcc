package org.microwish.platform.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Limits the size of request bodies, including bodies without a Content-Length. */
@ApplicationScoped
public class BodyLimit {

  /**
   * The beginnings of the media types that count as uploads, for which the larger limit applies.
   */
  private static final List<String> UPLOADS =
      List.of(
          "multipart/form-data",
          "text/csv",
          "application/x-ndjson",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/octet-stream",
          "image/");

  private final HttpConfig config;
  private final CurrentVertxRequest current;

  BodyLimit(HttpConfig config, CurrentVertxRequest current) {
    this.config = config;
    this.current = current;
  }

  /** Returns the maximum size in bytes of a body of this media type. */
  long limit(String contentType) {
    return isUpload(contentType)
        ? config.maxUpload().asLongValue()
        : config.maxBody().asLongValue();
  }

  static boolean isUpload(String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.trim().toLowerCase(Locale.ROOT);
    return UPLOADS.stream().anyMatch(type::startsWith);
  }

  static ProblemException tooLarge(long limit) {
    return ProblemType.PAYLOAD_TOO_LARGE.exception().with("limit", limit);
  }

  @ServerRequestFilter
  void count(ContainerRequestContext request) {
    Buffer read = current.getCurrent().body().buffer();
    if (read != null) {
      // Bodies has read the whole request, so its stream has ended: resources on the event loop
      // would take the body for an empty one.
      request.setEntityStream(new ByteArrayInputStream(read.getBytes()));
    } else if (request.hasEntity() && !Context.isOnEventLoopThread()) {
      // Not on the event loop, because reading this stream blocks.
      long limit = limit(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
      request.setEntityStream(new LimitedStream(request.getEntityStream(), limit));
    }
  }

  /**
   * A stream that throws a problem when the body exceeds the limit, or when reading fails because
   * the client stops sending or closes the connection.
   */
  static final class LimitedStream extends InputStream {

    private final InputStream body;
    private final long limit;
    private long read;

    LimitedStream(InputStream body, long limit) {
      this.body = body;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count;
      try {
        count = body.read(buffer, offset, length);
      } catch (IOException broken) {
        throw incomplete(broken);
      }
      if (count > 0) {
        read += count;
        if (read > limit) {
          throw tooLarge(limit);
        }
      }
      return count;
    }

    @Override
    public int available() throws IOException {
      return body.available();
    }

    /**
     * Does nothing: closing the wrapped stream would read the rest of the body, which {@link
     * UnreadBody} discards later.
     */
    @Override
    public void close() {}

    private static ProblemException incomplete(IOException broken) {
      boolean slow = broken.getMessage() != null && broken.getMessage().contains("timed out");
      return (slow ? ProblemType.REQUEST_TIMEOUT : ProblemType.MALFORMED_REQUEST).exception();
    }
  }
}
