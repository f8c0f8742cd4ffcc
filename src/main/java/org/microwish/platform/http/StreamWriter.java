package org.microwish.platform.http;

import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.providers.serialisers.StreamingOutputMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Writes streamed responses, and stops when the connection is closed. Quarkus' own stream notices a
 * closed connection only while it waits for the client; but data for a closed connection is
 * discarded, so that stream would never wait again and would write to the end. This class also
 * waits for the event loop regularly: only the event loop knows how much data the client has not
 * received yet, and a thread that writes faster than the event loop would fill the memory.
 */
@Provider
public class StreamWriter extends StreamingOutputMessageBodyWriter {

  /** Number of bytes after which a thread waits until the event loop has processed them. */
  private static final int AHEAD = 64 << 10;

  @Override
  public void writeResponse(StreamingOutput body, Type type, ServerRequestContext context)
      throws IOException {
    HttpServerRequest request =
        ((ResteasyReactiveRequestContext) context).serverRequest().unwrap(HttpServerRequest.class);
    super.writeResponse(out -> body.write(new Paced(out, request)), type, context);
  }

  /** A stream that fails once the connection is closed, and waits for the event loop. */
  private static final class Paced extends FilterOutputStream {

    private final HttpServerResponse response;
    private final EventLoop loop;
    private int ahead;

    Paced(OutputStream out, HttpServerRequest request) {
      super(out);
      this.response = request.response();
      this.loop = ((ConnectionBase) request.connection()).channel().eventLoop();
    }

    @Override
    public void write(int single) throws IOException {
      pace(1);
      out.write(single);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      pace(length);
      out.write(bytes, offset, length);
    }

    private void pace(int length) throws IOException {
      ahead += length;
      if (ahead > AHEAD) {
        ahead = 0;
        try {
          loop.submit(() -> {}).sync();
        } catch (InterruptedException interrupt) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while sending");
        }
      }
      if (response.closed()) {
        throw new IOException("the client has closed the connection");
      }
    }
  }
}
