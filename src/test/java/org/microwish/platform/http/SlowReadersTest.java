package org.microwish.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that clients that read responses slowly, or not at all, do not hold up others. Quarkus has
 * 200 worker threads by default.
 */
@Tag("database")
@QuarkusTest
class SlowReadersTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TestHTTPResource URI service;

  @Inject MeterRegistry metrics;

  private final List<Socket> clients = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    await().atMost(LONG).until(() -> ProbeResource.WRITING.get() == 0);
  }

  /** Sends a request, whose response the client does not read. */
  private Socket ask(String path, String address) throws IOException {
    Socket client = new Socket();
    clients.add(client);
    client.setReceiveBufferSize(4096);
    client.connect(new InetSocketAddress(service.getHost(), service.getPort()));
    request(client, path, address);
    return client;
  }

  private static void request(Socket client, String path, String address) throws IOException {
    client
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: test\r\nX-Forwarded-For: " + address + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void clientsThatDoNotRead_loseTheirConnections_andFreeTheThreads() throws IOException {
    double before = closed();
    for (int i = 0; i < 220; i++) {
      ask("/api/v1/probe/endless", "198.19.8." + i);
    }

    // Waits for a thread, which is free once the connections are closed.
    await().atMost(LONG).untilAsserted(() -> given().get("/api/v1/wishes").then().statusCode(200));
    await().atMost(LONG).until(() -> closed() - before >= 220);
    await().atMost(LONG).until(() -> ProbeResource.WRITING.get() == 0);
  }

  private double closed() {
    return metrics.counter("microwish.limits.refused", "limit", "slow-reader").count();
  }

  /** Nothing is written to the client that could fail, so the thread must notice by itself. */
  @Test
  void clientsThatDisconnectAfterTheFirstByte_endTheWriting() throws IOException {
    for (int i = 0; i < 100; i++) {
      Socket client = ask("/api/v1/probe/endless", "198.19.9." + i);
      if (i % 2 == 0) {
        assertThat(client.getInputStream().read()).isEqualTo('H');
      }
      client.setSoLinger(true, 0); // resets the connection
      client.close();
    }
    await().atMost(LONG).until(() -> ProbeResource.WRITING.get() == 0);
  }

  @Test
  void concurrentExports_areLimited_forOneCallerAndInTotal() throws IOException {
    for (int i = 0; i < 10; i++) {
      ask("/api/v1/probe/export", "198.19.10.1");
    }
    await().until(() -> ProbeResource.WRITING.get() == 4);
    given()
        .header("X-Forwarded-For", "198.19.10.1")
        .get("/api/v1/probe/export")
        .then()
        .statusCode(503)
        .header("Retry-After", "1");
    given().get("/api/v1/wishes").then().statusCode(200);
  }
}
