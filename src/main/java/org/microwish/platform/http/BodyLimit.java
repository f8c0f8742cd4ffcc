package org.microwish.platform.http;

import io.vertx.core.Context;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Counts the bytes of bodies that came without a length. */
public class BodyLimit {

  private final Edge edge;

  BodyLimit(Edge edge) {
    this.edge = edge;
  }

  @ServerRequestFilter
  void limit(ContainerRequestContext request) {
    // Where no thread waits for the body, it comes whole and its reader counts: a stream that was
    // asked for here would have to be read by waiting.
    if (request.hasEntity() && !Context.isOnEventLoopThread()) {
      long limit = edge.limit(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
      request.setEntityStream(new LimitedStream(request.getEntityStream(), limit));
    }
  }

  /** Fails at the first byte that is one too many, and where the client stops in the middle. */
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
          throw Edge.tooLarge(limit);
        }
      }
      return count;
    }

    @Override
    public int available() throws IOException {
      return body.available();
    }

    /** Does not read the rest, as the stream below would; {@link UnreadBody} does. */
    @Override
    public void close() {}

    private static ProblemException incomplete(IOException broken) {
      boolean slow = broken.getMessage() != null && broken.getMessage().contains("timed out");
      return (slow ? ProblemType.REQUEST_TIMEOUT : ProblemType.MALFORMED_REQUEST).exception();
    }
  }
}
