package org.microwish.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.microwish.platform.limits.Places;
import org.microwish.platform.net.Networks;
import org.microwish.problem.ProblemException;
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

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final HttpConfig config;
  private final BodyLimit limit;
  private final RateLimits limits;
  private final ClientAddress clients;
  private final Places bodies;
  private final Places uploads;

  /** The size in bytes of all bodies that are in memory now. */
  private final AtomicLong buffered = new AtomicLong();

  Bodies(HttpConfig config, BodyLimit limit, RateLimits limits, ClientAddress clients) {
    this.config = config;
    this.limit = limit;
    this.limits = limits;
    this.clients = clients;
    this.bodies = new Places(config.bodiesPerAddress(), Integer.MAX_VALUE);
    this.uploads = new Places(config.uploadsPerAddress(), config.uploads());
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
    Exchange.whenOver(http, () -> buffered.addAndGet(-body.length()));
    // If the body breaks off, close the connection: no further request can be read from it.
    request.exceptionHandler(ignored -> request.connection().close());
    request.handler(
        part -> {
          if (http.response().ended()) {
            return;
          }
          Optional<ProblemException> refusal = refuse(body.length() + part.length(), most, part);
          if (refusal.isPresent()) {
            ProblemAnswers.send(http, refusal.get());
          } else {
            buffered.addAndGet(part.length());
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

  private Optional<ProblemException> refuse(long length, long most, Buffer part) {
    if (length > most) {
      return Optional.of(BodyLimit.tooLarge(most));
    }
    return buffered.get() + part.length() > config.bufferedBodies().asLongValue()
        ? Optional.of(ProblemType.BUSY.exception().retryAfter(RETRY))
        : Optional.empty();
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
                  if (!request.isEnded()) {
                    ProblemAnswers.send(http, ProblemType.REQUEST_TIMEOUT.exception());
                  }
                });
    http.addEndHandler(ignored -> http.vertx().cancelTimer(timer));
  }

  private static boolean isWithoutBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : length.trim().equals("0");
  }
}
