package org.microwish.platform.http;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.microwish.platform.limits.Places;
import org.microwish.platform.net.Networks;
import org.microwish.problem.ProblemType;

/**
 * Reads request bodies on the event loop, before the request is dispatched to a worker thread: a
 * client that sends slowly then occupies some memory, but no thread. Uploads are too large for
 * memory, so worker threads read them; the number of concurrent uploads is limited, so that enough
 * threads are left for other requests.
 */
@ApplicationScoped
class Bodies {

  /**
   * HTTP methods whose request bodies have no meaning (RFC 9110 section 9.3); this class does not
   * read them.
   */
  private static final Set<HttpMethod> WITHOUT_BODY =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /**
   * Size in bytes up to which a body is never refused because of other bodies. The maximum number
   * of connections limits the memory for such small bodies.
   */
  private static final int SMALL = 16 << 10;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final HttpConfig config;
  private final BodyLimit limit;
  private final RateLimits limits;
  private final ClientAddress clients;
  private final AtomicLong exemptBodies = new AtomicLong();
  private final Places bodies;
  private final Places uploads;

  /**
   * The memory for the parts of bodies beyond their first {@link #SMALL} bytes, counted in pieces
   * of that size. Each address may use a share of it, so that no address can use up all of the
   * memory.
   */
  private final Places pieces;

  Bodies(HttpConfig config, BodyLimit limit, RateLimits limits, ClientAddress clients) {
    this.config = config;
    this.limit = limit;
    this.limits = limits;
    this.clients = clients;
    this.bodies = new Places(config.bodiesPerAddress(), Integer.MAX_VALUE);
    this.uploads = new Places(config.uploadsPerAddress(), config.uploads());
    this.pieces =
        memory(
            config.maxBody().asLongValue(),
            config.bufferedBodiesPerAddress().asLongValue(),
            config.bufferedBodies().asLongValue());
  }

  /**
   * Does nothing; observing the event creates this object at the start, so that a wrong
   * configuration stops the start.
   */
  void start(@Observes StartupEvent event) {}

  /**
   * Divides the memory for bodies into pieces. The share of an address has room for one body, so
   * that no permitted body is refused for ever.
   *
   * @param most the maximum size of a body
   * @param share the memory that one address may use
   * @param all the memory for all bodies
   * @throws IllegalStateException if the memory has no room for one body
   */
  static Places memory(long most, long share, long all) {
    if (most > all) {
      throw new IllegalStateException(
          ("MICROWISH_HTTP_MAX_BODY (%d bytes) must not be larger than"
                  + " MICROWISH_HTTP_BUFFERED_BODIES (%d bytes)")
              .formatted(most, all));
    }
    int total = pieces(all);
    return new Places(Math.min(total, Math.max(pieces(share), pieces(most))), total);
  }

  /**
   * Passes the request on to the next handler: when its body has been read, or at once if it has no
   * body or is an upload. Refuses the request if its client is sending too many bodies, or if too
   * many uploads are under way.
   */
  void read(RoutingContext http) {
    HttpServerRequest request = http.request();
    if (request.isEnded() || isWithoutBody(request) || WITHOUT_BODY.contains(request.method())) {
      http.next();
      return;
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    boolean upload = BodyLimit.isUpload(type);
    Runnable free = () -> {};
    if (!limits.isExempt(http)) {
      Optional<Runnable> place =
          (upload ? uploads : bodies).take(Networks.client(clients.of(http)));
      if (place.isEmpty()) {
        limits.countRefusal(upload ? "uploads" : "bodies");
        ProblemType full = upload ? ProblemType.BUSY : ProblemType.TOO_MANY_REQUESTS;
        ProblemAnswers.send(http, full.exception().retryAfter(RETRY));
        return;
      }
      free = place.get();
    }
    Runnable freed = free;
    Exchange.whenOver(http, freed);
    if (upload) {
      http.next();
      return;
    }
    // Continue on the event loop, where the body's data arrive: authentication may have ended on a
    // worker thread.
    ((HttpServerRequestInternal) request)
        .context()
        .runOnContext(ignored -> buffer(http, limit.limit(type), freed));
  }

  private void buffer(RoutingContext http, long most, Runnable free) {
    HttpServerRequest request = http.request();
    if (http.response().ended() || http.response().closed()) {
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      http.response().writeContinue();
    }
    Buffer body = Buffer.buffer();
    // Clients exempt from the limits have no common share: each of their bodies gets a key of its
    // own.
    String client =
        limits.isExempt(http)
            ? "body " + exemptBodies.incrementAndGet()
            : Networks.client(clients.of(http));
    // If the body breaks off, close the connection: no further request can be read from it.
    request.exceptionHandler(ignored -> request.connection().close());
    request.handler(
        part -> {
          if (http.response().ended()) {
            return;
          }
          int length = body.length() + part.length();
          if (length > most) {
            ProblemAnswers.send(http, BodyLimit.tooLarge(most));
          } else if (!takePieces(http, client, pieces(body.length()), pieces(length))) {
            limits.countRefusal("body-memory");
            ProblemAnswers.send(http, ProblemType.BUSY.exception().retryAfter(RETRY));
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(
        ignored -> {
          free.run();
          if (!http.response().ended()) {
            ((RoutingContextInternal) http).setBody(body);
            http.next();
          }
        });
    request.resume();
  }

  /**
   * Takes the memory for a body that grows, until the exchange is over. The first piece of a body
   * is always free.
   *
   * @return false if the client or all clients together have no memory left
   */
  private boolean takePieces(RoutingContext http, String client, int before, int now) {
    for (int piece = Math.max(before, 1); piece < now; piece++) {
      Optional<Runnable> taken = pieces.take(client);
      if (taken.isEmpty()) {
        return false;
      }
      Exchange.whenOver(http, taken.get());
    }
    return true;
  }

  private static int pieces(long length) {
    return Math.toIntExact(Math.ceilDiv(length, SMALL));
  }

  /**
   * Responds with REQUEST_TIMEOUT if the whole body has not arrived within the configured time.
   * Quarkus' own read timeout limits only pauses, and only in bodies that a worker thread reads.
   */
  void limitTime(RoutingContext http) {
    HttpServerRequest request = http.request();
    if (request.isEnded() || isWithoutBody(request)) {
      return;
    }
    Duration within =
        BodyLimit.isUpload(request.getHeader(HttpHeaders.CONTENT_TYPE))
            ? config.uploadWithin()
            : config.bodyWithin();
    long timer =
        http.vertx()
            .setTimer(
                within.toMillis(),
                ignored -> {
                  if (!hasArrived(request)) {
                    ProblemAnswers.send(http, ProblemType.REQUEST_TIMEOUT.exception());
                  }
                });
    http.addEndHandler(ignored -> http.vertx().cancelTimer(timer));
  }

  /**
   * Returns whether the whole body has arrived. {@code isEnded} alone is not enough: while a
   * command runs for long, Vert.x may not have noticed that all bytes of the body were read.
   */
  private static boolean hasArrived(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.isEnded()
        || (length != null && request.bytesRead() >= Long.parseLong(length.trim()));
  }

  private static boolean isWithoutBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : length.trim().equals("0");
  }
}
