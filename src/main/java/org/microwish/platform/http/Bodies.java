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
 * Reads bodies on the event loop, before the request is dispatched: a client that sends slowly
 * occupies a little memory, but no worker thread. Uploads are too large for that; worker threads
 * read them, and only so many at once that enough threads are left for everything else.
 */
@ApplicationScoped
class Bodies {

  /** Methods whose bodies have no meaning here (RFC 9110 section 9.3) and are not read. */
  private static final Set<HttpMethod> WITHOUT_BODY =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final HttpConfig config;
  private final BodyLimit limit;
  private final RateLimits limits;
  private final ClientAddress clients;
  private final Places bodies;
  private final Places uploads;

  /** The bytes of bodies that are buffered now. */
  private final AtomicLong buffered = new AtomicLong();

  Bodies(HttpConfig config, BodyLimit limit, RateLimits limits, ClientAddress clients) {
    this.config = config;
    this.limit = limit;
    this.limits = limits;
    this.clients = clients;
    this.bodies = new Places(config.bodiesPerAddress(), Integer.MAX_VALUE);
    this.uploads = new Places(config.uploadsPerAddress(), config.uploads());
  }

  /** Passes the request on when its body is there, or at once if it has none. */
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
    // Authentication may have ended on a worker thread; data arrive on the event loop.
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
    // Without the rest of the body, nothing more can be read from the connection.
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
   * Limits the time to receive the whole body: Quarkus' read timeout detects only pauses, and only
   * of what a worker thread reads.
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
