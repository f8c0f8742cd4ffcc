package org.microwish.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Endpoints that receive webhooks. Each endpoint has its own path, records the requests that it
 * receives, and answers as the test specifies.
 */
public final class WebhookReceiver implements Closeable {

  /**
   * A request.
   *
   * @param nanos {@link System#nanoTime} when it arrived
   */
  public record Received(HttpHeaders headers, String body, long nanos) {

    /** Returns a header's only value. */
    public String header(String name) {
      return headers.firstValue(name).orElseThrow();
    }

    /** Returns the message id. */
    public String id() {
      return header("webhook-id");
    }
  }

  /** An answer, which is sent after a pause. */
  public record Reply(int status, Map<String, String> headers, String body, long pauseMillis) {

    /** Returns an answer with that status. */
    public static Reply of(int status) {
      return new Reply(status, Map.of(), "", 0);
    }
  }

  /** An endpoint with the requests that it received. */
  public final class Endpoint {
    private final String path = "/hook-" + NEXT.incrementAndGet();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Function<Received, Reply> behaviour;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private Endpoint(Function<Received, Reply> behaviour) {
      this.behaviour = behaviour;
    }

    public String url() {
      return "http://127.0.0.1:" + port() + path;
    }

    /** Returns the received requests in the order of their arrival. */
    public List<Received> received() {
      return List.copyOf(received);
    }

    /** Returns the number of received requests. */
    public int count() {
      return received.size();
    }

    /** Returns the maximum number of requests that were under way at the same time. */
    public int mostAtOnce() {
      return most.get();
    }
  }

  private static final AtomicInteger NEXT = new AtomicInteger();

  private final HttpServer server;
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

  /** Starts the receiver on a free port of the loopback address. */
  public WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Creates an endpoint that answers each request with the function's result. */
  public Endpoint endpoint(Function<Received, Reply> behaviour) {
    Endpoint endpoint = new Endpoint(behaviour);
    endpoints.put(endpoint.path, endpoint);
    return endpoint;
  }

  /** Creates an endpoint that always answers with that status. */
  public Endpoint answering(int status) {
    return endpoint(_ -> Reply.of(status));
  }

  private void handle(HttpExchange exchange) throws IOException {
    Endpoint endpoint = endpoints.get(exchange.getRequestURI().getPath());
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (endpoint == null) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    endpoint.most.accumulateAndGet(endpoint.running.incrementAndGet(), Math::max);
    Reply reply;
    try {
      Received received =
          new Received(
              HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true),
              new String(body, StandardCharsets.UTF_8),
              System.nanoTime());
      endpoint.received.add(received);
      reply = endpoint.behaviour.apply(received);
      pause(reply.pauseMillis());
    } finally {
      // Decrement before answering: the sender may begin its next request at once.
      endpoint.running.decrementAndGet();
    }
    try {
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
      if (answer.length > 0) {
        exchange.getResponseBody().write(answer);
      }
    } finally {
      exchange.close();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
