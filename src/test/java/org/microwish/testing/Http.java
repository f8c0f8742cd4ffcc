package org.microwish.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.microwish.platform.contract.AnswerRules;

/**
 * HTTP/1.1 client for tests that do not use REST Assured, because they call a packaged instance,
 * send many requests at once, or need the exact bytes of an answer. Thread-safe.
 *
 * <pre>{@code
 * try (Http http = new Http()) {
 *   Answer answer =
 *       http.post(service.uri("/api/v1/wishes")).bearer(token).key("key-1").json(wish).send();
 * }
 * }</pre>
 *
 * <p>All such tests use it, with these exceptions: {@code RawSocketTest}, {@code RawConnection} of
 * the fuzz test and one request of {@code HostileInputTest} send malformed requests, which no
 * client sends; {@code Exchange} of the benchmark must cost less than the service that it measures;
 * {@code OutgoingUrlsTest} tests requests of the Vert.x client.
 */
public final class Http implements AutoCloseable {

  /** Timeout of a request without a timeout of its own. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Writes equal objects as equal bytes, because a repeat must equal the first request. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final HttpClient client;

  /** Creates a client in which connecting may take as long as a request. */
  public Http() {
    this(TIMEOUT);
  }

  /**
   * Creates a client.
   *
   * @param connectTimeout how long connecting may take, as a part of the request's own timeout
   */
  public Http(Duration connectTimeout) {
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .build();
  }

  /** Returns a GET request to send. */
  public Request get(URI uri) {
    return request("GET", uri);
  }

  /** Returns a POST request to send. */
  public Request post(URI uri) {
    return request("POST", uri);
  }

  /** Returns a request to send. */
  public Request request(String method, URI uri) {
    return new Request(method, uri);
  }

  /** Returns true if the client is closed and all its requests have ended. */
  public boolean isTerminated() {
    return client.isTerminated();
  }

  /** Waits for the requests that have been sent, and ends the client. */
  @Override
  public void close() {
    client.close();
  }

  /**
   * The result of a download.
   *
   * @param bytes length of the body
   */
  public record Download(int status, long bytes) {}

  /** A request, which can be sent several times. Its methods change it. */
  public final class Request {

    private final String method;
    private final URI uri;
    private final HttpRequest.Builder builder;

    private Request(String method, URI uri) {
      this.method = method;
      this.uri = uri;
      builder = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
      if (!method.equals("GET")) {
        builder.method(method, BodyPublishers.noBody());
      }
    }

    /** Sets the time until the answer's headers must have arrived. */
    public Request timeout(Duration timeout) {
      builder.timeout(timeout);
      return this;
    }

    /** Adds a header. */
    public Request header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    /** Sets the bearer token, unless it is null. */
    public Request bearer(String token) {
      return token == null ? this : header("Authorization", "Bearer " + token);
    }

    /** Sets the idempotency key, unless it is null. */
    public Request key(String key) {
      return key == null ? this : header("Idempotency-Key", key);
    }

    /** Sets the body. */
    public Request body(String mediaType, byte[] body) {
      builder.method(method, BodyPublishers.ofByteArray(body));
      return header("Content-Type", mediaType);
    }

    /** Sets a JSON body: a string that is JSON already, or an object to write as JSON. */
    public Request json(Object body) {
      try {
        return body instanceof String text
            ? body("application/json", text.getBytes(StandardCharsets.UTF_8))
            : body("application/json", JSON.writeValueAsBytes(body));
      } catch (JsonProcessingException notWritable) {
        throw new AssertionError(notWritable);
      }
    }

    /** Sends the request and waits for the answer. */
    public Answer send() throws IOException {
      return answer(exchange(BodyHandlers.ofByteArray()));
    }

    /** Sends the request without waiting for the answer. */
    public CompletableFuture<Answer> sendAsync() {
      return client
          .sendAsync(builder.build(), BodyHandlers.ofByteArray())
          .thenApply(Request::answer);
    }

    /** Sends the request and discards the body of the answer, which may be too large to keep. */
    public Download download() throws IOException {
      HttpResponse<InputStream> response = exchange(BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        return new Download(response.statusCode(), in.transferTo(OutputStream.nullOutputStream()));
      }
    }

    private <T> HttpResponse<T> exchange(HttpResponse.BodyHandler<T> handler) throws IOException {
      try {
        return client.send(builder.build(), handler);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new AssertionError(ended);
      }
    }

    private static Answer answer(HttpResponse<byte[]> response) {
      AnswerRules.check(
          response.request().method(),
          response.uri().getRawPath(),
          response.statusCode(),
          response.headers().map().keySet(),
          response.headers().firstValue("Content-Type").orElse(null),
          response.body());
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    /** Returns the method and the path of the request. */
    @Override
    public String toString() {
      return method + " " + uri.getPath();
    }
  }
}
