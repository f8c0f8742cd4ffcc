package org.microwish.platform.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;

/**
 * Compresses the responses of reads that are texts, with gzip, for clients that accept it. A
 * compressed response gets a weak ETag instead of a strong one, because its bytes differ (RFC 9110
 * section 8.8.3); {@link IfMatch} accepts weak tags. Does not compress responses to commands, which
 * may contain tokens, codes and secrets, nor reads that a resource marks with {@code no-store}: the
 * length of a compressed response reveals something about its content to somebody who can choose a
 * part of the content (BREACH). Does not compress binary files, nor content that is stored
 * compressed.
 *
 * <p>Offers no zstd: Netty would need a native library of 7 MB for that. A gateway can add zstd.
 */
@ApplicationScoped
public class Compression implements HttpServerOptionsCustomizer {

  /** The media types of texts that are worth compressing. */
  private static final Set<String> TEXTS =
      Set.of(
          "application/json",
          "application/problem+json",
          "application/x-ndjson",
          "application/yaml",
          "application/javascript",
          "text/calendar",
          "text/css",
          "text/csv",
          "text/html",
          "text/javascript",
          "text/plain",
          "image/svg+xml");

  /** The compression level. Level 6 would take twice the time to save a few per cent more. */
  private static final int LEVEL = 4;

  private static final int WINDOW_BITS = 15;
  private static final int MEMORY_LEVEL = 8;

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options
        .setCompressionSupported(true)
        .addCompressor(StandardCompressionOptions.gzip(LEVEL, WINDOW_BITS, MEMORY_LEVEL));
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    customizeHttpServer(options);
  }

  /**
   * Removes {@code Content-Encoding: identity} from a response. {@link #decide} sets this header
   * only to tell Netty's compressor to skip the response; clients must not see it.
   */
  private static final class Unmarked extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof HttpResponse response
          && response
              .headers()
              .contains(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY, true)) {
        response.headers().remove(HttpHeaderNames.CONTENT_ENCODING);
      }
      super.write(context, message, promise);
    }
  }

  /** Prepares a connection, unless it is prepared already. Must be called on its event loop. */
  static void prepare(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    ChannelHandlerContext codec = pipeline.context(HttpContentCompressor.class);
    if (codec != null && pipeline.get(Unmarked.class) == null) {
      pipeline.addBefore(codec.name(), null, new Unmarked());
    }
  }

  /**
   * Decides whether to compress a response whose headers are about to be sent. Called before {@code
   * Cache-Control: no-store} is added to responses without Cache-Control.
   */
  static void decide(RoutingContext http) {
    MultiMap headers = http.response().headers();
    if (headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
      return;
    }
    String cached = headers.get(HttpHeaderNames.CACHE_CONTROL);
    if (!isRead(http.request().method())
        || !isText(headers.get(HttpHeaderNames.CONTENT_TYPE))
        || (cached != null && cached.contains("no-store"))) {
      // Tells Netty's compressor to send the body as it is.
      headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY);
      return;
    }
    headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    String accepted = http.request().getHeader(HttpHeaderNames.ACCEPT_ENCODING);
    String tag = headers.get(HttpHeaderNames.ETAG);
    boolean mayCompress =
        accepted != null
            && (accepted.toLowerCase(Locale.ROOT).contains("gzip") || accepted.contains("*"));
    if (tag != null && mayCompress && !tag.startsWith("W/")) {
      headers.set(HttpHeaderNames.ETAG, "W/" + tag);
    }
  }

  private static boolean isRead(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  private static boolean isText(String contentType) {
    return contentType != null && TEXTS.contains(contentType.split(";", 2)[0].strip());
  }
}
