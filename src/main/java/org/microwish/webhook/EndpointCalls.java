package org.microwish.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.microwish.platform.Time;
import org.microwish.platform.net.OutgoingUrls;
import org.microwish.platform.net.RefusedUrl;

/**
 * Sends POST requests to partners' endpoints: only to addresses that {@link OutgoingUrls} has
 * checked for this request, without following redirects, and within a time limit. Reads only the
 * beginning of the answer. Blocks the calling thread, which should be a virtual thread.
 */
@ApplicationScoped
class EndpointCalls {

  /** The number of bytes of an answer's body that are kept. */
  static final int KEPT_BYTES = 2048;

  /** After this number of bytes of an answer's body, the connection is closed. */
  private static final int READ_BYTES = 64 * 1024;

  private static final int CONNECT_MILLIS = 5_000;

  /**
   * Maximum number of connections to one address. Several webhooks may share a host, and each may
   * have {@link WebhookConfig#inFlight} attempts at once.
   */
  private static final int POOL = 100;

  /**
   * The result of a call.
   *
   * @param status the HTTP status; null if no answer arrived
   * @param failure why the call failed; null if the status is 2xx
   * @param answer the beginning of the answer's body; null if no answer arrived
   * @param retryAfter how long the endpoint asks to wait
   * @param took how long the call took
   */
  record Outcome(
      Integer status,
      AttemptFailure failure,
      byte[] answer,
      Optional<Duration> retryAfter,
      Duration took) {

    static Outcome failed(AttemptFailure failure, Duration took) {
      return new Outcome(null, failure, null, Optional.empty(), took);
    }
  }

  /** The part of an answer that has arrived so far. */
  private static final class Arrived {
    private final HttpClientResponse head;
    private final Buffer body = Buffer.buffer();

    Arrived(HttpClientResponse head) {
      this.head = head;
    }
  }

  private final OutgoingUrls outgoing;
  private final WebhookConfig config;
  private final Time time;
  private final HttpClient client;

  EndpointCalls(OutgoingUrls outgoing, WebhookConfig config, Time time, Vertx vertx) {
    this.outgoing = outgoing;
    this.config = config;
    this.time = time;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxPoolSize(POOL)
                .setKeepAliveTimeout(30)
                .setIdleTimeout((int) config.timeout().toSeconds() + 30)
                .setDecompressionSupported(false));
  }

  @PreDestroy
  void close() {
    client.close();
  }

  /** Posts a body and returns the result. */
  Outcome post(String url, Map<String, String> headers, byte[] body) {
    long begun = System.nanoTime();
    OutgoingUrls.Target target;
    try {
      target = outgoing.check(url);
    } catch (RefusedUrl refused) {
      return Outcome.failed(AttemptFailure.ADDRESS, since(begun));
    }
    AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
    AtomicReference<Arrived> arrived = new AtomicReference<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    RequestOptions options = target.request(HttpMethod.POST);
    headers.forEach(options::putHeader);
    client
        .request(options)
        .onFailure(done::completeExceptionally)
        .onSuccess(
            request -> {
              sent.set(request);
              request.exceptionHandler(done::completeExceptionally);
              request
                  .response()
                  .onFailure(done::completeExceptionally)
                  .onSuccess(response -> read(request, response, arrived, done));
              if (done.isDone()) {
                request.reset();
              } else {
                request.end(Buffer.buffer(body));
              }
            });
    AttemptFailure failure = null;
    try {
      done.get(Math.max(0, config.timeout().minus(since(begun)).toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      failure = AttemptFailure.TIMEOUT;
    } catch (ExecutionException broken) {
      failure = AttemptFailure.CONNECTION;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      failure = AttemptFailure.CONNECTION;
    }
    if (failure != null) {
      done.cancel(false);
      Optional.ofNullable(sent.get()).ifPresent(HttpClientRequest::reset);
    }
    return outcome(arrived.get(), failure, since(begun));
  }

  private static void read(
      HttpClientRequest request,
      HttpClientResponse response,
      AtomicReference<Arrived> arrived,
      CompletableFuture<Void> done) {
    Arrived answer = new Arrived(response);
    arrived.set(answer);
    int[] length = new int[1];
    response.handler(
        part -> {
          length[0] += part.length();
          synchronized (answer) {
            answer.body.appendBuffer(
                part, 0, Math.min(part.length(), KEPT_BYTES - answer.body.length()));
          }
          if (length[0] > READ_BYTES) {
            done.complete(null);
            request.reset();
          }
        });
    response.exceptionHandler(done::completeExceptionally);
    response.endHandler(_ -> done.complete(null));
  }

  private Outcome outcome(Arrived answer, AttemptFailure failure, Duration took) {
    if (answer == null) {
      return Outcome.failed(failure, took);
    }
    int status = answer.head.statusCode();
    byte[] body;
    synchronized (answer) {
      body = answer.body.getBytes();
    }
    // A status that arrived in time counts, even if the rest of the answer did not arrive.
    return new Outcome(
        status,
        status / 100 == 2 ? null : AttemptFailure.STATUS,
        body,
        Schedule.retryAfter(answer.head.getHeader("Retry-After"), time.now()),
        took);
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
