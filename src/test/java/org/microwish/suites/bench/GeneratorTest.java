package org.microwish.suites.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that the load generator measures a server that stalls now and then correctly. */
@Tag("fast")
class GeneratorTest {

  private static final byte[] REQUEST =
      Generator.bytes("GET / HTTP/1.1\r\nHost: localhost\r\n", "");

  /**
   * At a constant rate a fifth of all requests arrive during the stall of 1 s in 5 s, and wait
   * between 1 s and 0 s, uniformly distributed: the 90th percentile is at least 0.5 s and the 99th
   * 0.95 s, however slow the machine is. A closed loop has only one request per caller in the stall
   * and thousands outside it.
   */
  @Test
  void stalledServer_constantRateMeasuresTheStall_closedLoopDoesNot() throws Exception {
    try (StallingServer one = new StallingServer(Duration.ofSeconds(2), Duration.ofSeconds(3));
        StallingServer other = new StallingServer(Duration.ofSeconds(2), Duration.ofSeconds(3));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Duration period = Duration.ofSeconds(5);
      Future<Outcome> constant =
          threads.submit(
              () -> {
                one.begin();
                return new Generator(one.port()).constant(200, 64, period, () -> REQUEST);
              });
      Future<Outcome> closed =
          threads.submit(
              () -> {
                other.begin();
                return new Generator(other.port()).closed(4, period, () -> REQUEST);
              });

      Outcome honest = constant.get();
      assertThat(honest.total(200)).isEqualTo(1_000);
      assertThat(honest.millis(90)).isGreaterThan(450);
      assertThat(honest.millis(99)).isGreaterThan(900);

      Outcome naive = closed.get();
      assertThat(naive.total(200)).isGreaterThan(1_000);
      assertThat(naive.millis(99))
          .as("a closed loop does not see the stall")
          .isLessThan(honest.millis(99) / 2);
    }
  }

  @Test
  void answers_areCountedByStatus_withContentLengthOrChunks() throws Exception {
    String[] answers = {
      "HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}",
      "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0\r\n\r\r\n1\r\nx\r\n0\r\n\r\n",
      "HTTP/1.1 409 Conflict\r\nContent-Length: 4\r\n\r\nlost",
    };
    try (StallingServer server = new StallingServer(Duration.ZERO, Duration.ZERO, answers)) {
      server.begin();
      int[] sent = {0};
      Outcome outcome =
          new Generator(server.port())
              .closed(
                  1, Duration.ofSeconds(1), () -> sent[0]++ < answers.length * 2 ? REQUEST : null);
      assertThat(outcome.all()).containsOnlyKeys(200, 201, 409, 429, 503);
      assertThat(outcome.all().values()).containsOnly(2L);
      assertThat(outcome.withoutRetryAfter()).isEqualTo(2);
      assertThat(outcome.unanswered()).isZero();
      assertThat(outcome.strange()).endsWith("lost");
      assertThat(outcome.latency().getTotalCount()).isEqualTo(4);
    }
  }

  /** Answers at once, except between two points in time after {@link #begin()}, when it stalls. */
  private static final class StallingServer implements AutoCloseable {
    private final ServerSocket socket;
    private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration from;
    private final Duration to;
    private final String[] answers;
    private volatile long begin;

    StallingServer(Duration from, Duration to, String... answers) throws IOException {
      this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      this.from = from;
      this.to = to;
      this.answers =
          answers.length > 0
              ? answers
              : new String[] {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"};
      connections.execute(this::accept);
    }

    int port() {
      return socket.getLocalPort();
    }

    void begin() {
      begin = System.nanoTime();
    }

    private void accept() {
      try {
        while (true) {
          Socket client = socket.accept();
          connections.execute(() -> serve(client));
        }
      } catch (IOException closed) {
        // The test is over.
      }
    }

    private void serve(Socket client) {
      try (client) {
        InputStream in = client.getInputStream();
        int answer = 0;
        int seen = 0;
        for (int read = in.read(); read >= 0; read = in.read()) {
          // A request ends with its first empty line.
          seen = read == '\n' ? seen + 1 : read == '\r' ? seen : 0;
          if (seen == 2) {
            seen = 0;
            stall();
            String text = answers[answer++ % answers.length];
            client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
          }
        }
      } catch (IOException closed) {
        // The client closed the connection.
      }
    }

    private void stall() {
      long now = System.nanoTime() - begin;
      while (now >= from.toNanos() && now < to.toNanos()) {
        LockSupport.parkNanos(to.toNanos() - now);
        now = System.nanoTime() - begin;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      connections.shutdownNow();
    }
  }
}
