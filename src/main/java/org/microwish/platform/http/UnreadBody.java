package org.microwish.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads and discards, for a limited time, the part of a request body that arrives after the
 * response was sent. If the server closed the connection at once instead, the client would see a
 * connection reset and lose the response.
 */
final class UnreadBody {

  /**
   * Maximum number of bytes to discard, after which the connection is closed; clients have less in
   * transit.
   */
  private static final long MOST_BYTES = 64L << 20;

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private UnreadBody() {}

  /**
   * Discards data until the request ends; closes the connection after 10 seconds or 64 MiB. Runs on
   * the connection's event loop, although responses can end on a worker thread: there, the request
   * could end between the check and the registration of the end handler, and then the timer would
   * close the connection during the client's next request.
   */
  static void discard(Vertx vertx, HttpServerRequest request) {
    if (!request.isEnded()) {
      vertx.runOnContext(ignored -> discardHere(vertx, request));
    }
  }

  private static void discardHere(Vertx vertx, HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    long timer =
        vertx.setTimer(
            LONGEST.toMillis(),
            ignored -> {
              if (!request.isEnded()) {
                request.connection().close();
              }
            });
    AtomicLong discarded = new AtomicLong();
    try {
      request.exceptionHandler(ignored -> vertx.cancelTimer(timer));
      request.endHandler(ignored -> vertx.cancelTimer(timer));
      request.handler(
          buffer -> {
            if (discarded.addAndGet(buffer.length()) > MOST_BYTES) {
              vertx.cancelTimer(timer);
              request.connection().close();
            }
          });
      request.resume();
    } catch (IllegalStateException endedMeanwhile) {
      vertx.cancelTimer(timer);
    }
  }
}
