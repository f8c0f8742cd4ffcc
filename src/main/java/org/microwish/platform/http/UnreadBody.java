package org.microwish.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads and discards, for a limited time, what a client still sends after it has been answered.
 * Closing at once would reset the connection, and the client would lose the answer.
 */
final class UnreadBody {

  /** More than clients have in flight. */
  private static final long MOST_BYTES = 64L << 20;

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private UnreadBody() {}

  /**
   * Reads on until the request ends. On the connection's own thread: an answer ends on a worker's,
   * where the end of the request could slip by between a look at it and a handler for it, and the
   * timer would close the connection under the client's next request.
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
