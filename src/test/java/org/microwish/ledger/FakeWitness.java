package org.microwish.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.testing.PackagedService;

/** A witness of one log (C2SP tlog-witness) that can be slow, silent or away. */
final class FakeWitness implements AutoCloseable {

  /** The reaction of the witness to a request. */
  enum Mood {
    /** Cosigns and answers correctly. */
    WELL,
    /** Sends the headers of the response, but never its body. */
    STALLS,
    /** Cosigns, but sends no response. */
    SLOW,
    /** Answers with a cosignature whose time is tomorrow. */
    AHEAD,
    /** Answers with status 500. */
    FAILS,
    /** Sends a response of 100 KB. */
    FLOODS,
    /** Redirects to another path of this server, which counts requests in {@link #elsewhere}. */
    REDIRECTS
  }

  final NoteSigner signer;

  /** The requests, in the order of their arrival. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** The number of requests to the path to which {@link Mood#REDIRECTS} redirects. */
  final AtomicInteger elsewhere = new AtomicInteger();

  private final NoteKey log;
  private final String name;
  private final int port;
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  volatile Mood mood = Mood.WELL;
  volatile long size;
  volatile Hash root = Hash.of(new byte[32]);

  /** Creates a witness that does not answer before {@link #start}. */
  FakeWitness(String name, NoteKey log) throws IOException {
    this.name = name;
    this.log = log;
    this.signer = NoteSigner.generate(name + ".example", NoteKey.Type.COSIGNATURE);
    this.port = PackagedService.freePort();
  }

  /** The service's settings for this witness. */
  Map<String, String> settings() {
    String prefix = "microwish.ledger.witnesses." + name;
    return Map.of(
        prefix + ".key", signer.key().text(), prefix + ".url", "http://127.0.0.1:" + port + "/");
  }

  /** Starts the server of this witness. */
  FakeWitness start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/add-checkpoint", this::answer);
    server.createContext(
        "/elsewhere",
        exchange -> {
          elsewhere.incrementAndGet();
          send(exchange, 200, "");
        });
    server.start();
    return this;
  }

  /**
   * Stops the server. {@link #start} starts it again; the witness keeps the size and the root that
   * it cosigned last.
   */
  void leave() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(body);
    try (exchange) {
      switch (mood) {
        case WELL -> decide(exchange, body, 0, false);
        case AHEAD -> decide(exchange, body, 86_400, false);
        case SLOW -> decide(exchange, body, 0, true);
        case FAILS -> send(exchange, 500, "");
        case FLOODS -> send(exchange, 200, "x".repeat(100_000));
        case REDIRECTS -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          send(exchange, 307, "");
        }
        case STALLS -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().flush();
          end.await();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void decide(HttpExchange exchange, String body, long ahead, boolean silent)
      throws IOException, InterruptedException {
    int split = body.indexOf("\n\n");
    List<String> lines = body.substring(0, split).lines().toList();
    long old = Long.parseLong(lines.getFirst().substring("old ".length()));
    List<byte[]> proof =
        lines.stream().skip(1).map(line -> Hash.parseBase64(line).bytes()).toList();
    SignedNote note = SignedNote.parse(body.substring(split + 2));
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (note.signedBy(List.of(log)).isEmpty()) {
      send(exchange, 403, "");
    } else if (old != size
        || (old == checkpoint.size() && size > 0 && !checkpoint.root().equals(root))) {
      send(exchange, 409, size + "\n");
    } else if (old > 0
        && !Proofs.extend(old, root.bytes(), proof, checkpoint.size(), checkpoint.root().bytes())) {
      send(exchange, 422, "");
    } else {
      size = checkpoint.size();
      root = checkpoint.root();
      if (silent) {
        return;
      }
      long now = System.currentTimeMillis() / 1000;
      send(exchange, 200, signer.cosign(note.text(), now + ahead).text());
    }
  }

  private static void send(HttpExchange exchange, int status, String answer) throws IOException {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    end.countDown();
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }
}
