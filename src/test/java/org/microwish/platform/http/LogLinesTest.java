package org.microwish.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.contract.Contract;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Tokens;

/** Tests what the log and the metrics say about requests. */
@Tag("database")
@QuarkusTest
class LogLinesTest {

  private static final Pattern FRAMEWORK =
      Pattern.compile("^(io\\.(quarkus|vertx)|org\\.jboss)\\.");

  @TestHTTPResource URI service;

  @Inject MeterRegistry metrics;

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

  private final Handler handler =
      new Handler() {
        private final SimpleFormatter format = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
          if (line.getLevel().intValue() >= Level.INFO.intValue()) {
            String trace = line.getThrown() == null ? "" : " " + line.getThrown();
            lines.add(line.getLoggerName() + " " + format.formatMessage(line) + trace);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    SampleDivisions.record();
    Logger.getLogger("").addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    Logger.getLogger("").removeHandler(handler);
  }

  @Test
  void abortedDownload_isOneLine() throws IOException {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/probe/endless HTTP/1.1\r\nHost: test\r\nRequest-ID: aborted-download\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      // Read a part of the body, then break the connection.
      assertThat(socket.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
      socket.setSoLinger(true, 0); // resets the connection
    }
    await().until(() -> ProbeResource.WRITING.get() == 0);
    await().until(() -> lines.stream().anyMatch(line -> line.contains("aborted-download")));
    // Background work may log too.
    assertThat(lines)
        .filteredOn(line -> line.contains("aborted-download") || FRAMEWORK.matcher(line).find())
        .singleElement()
        .asString()
        .endsWith("request aborted-download: the client closed the connection");
  }

  /** The database's error message for a duplicate key contains the values of the key. */
  @Test
  void requestsWithOneKeyAtOnce_leaveNeitherAccountNorKeyInTheLog() throws InterruptedException {
    String token = Tokens.operator("account-for-log", SampleDivisions.STREET);
    for (int round = 0; round < 5; round++) {
      String key = "idempotency-key-for-log-" + round;
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        for (int i = 0; i < 8; i++) {
          threads.execute(
              () ->
                  given()
                      .auth()
                      .oauth2(token)
                      .header("Idempotency-Key", key)
                      .contentType(ContentType.JSON)
                      .body(
                          """
                          {"kind":"WISH","channel":"GRID_WORKER","category":"GOODS",
                           "division":"%s","words":{"title":"轮椅"}}\
                          """
                              .formatted(SampleDivisions.COMMUNITY))
                      .post("/api/v1/wishes"));
        }
      }
    }
    assertThat(lines)
        .noneMatch(line -> line.contains("account-for-log") || line.contains("key-for-log"));
  }

  @Test
  void everyOperation_hasItsOwnMetricTag() {
    List<String> asked =
        Contract.running().operations().stream()
            .filter(operation -> operation.method().equals("GET"))
            .map(Contract.Operation::path)
            .toList();
    asked.forEach(
        path ->
            given()
                .get(
                    path.replace("{level}", "0")
                        .replace("{place}", "000")
                        .replaceAll("\\{[^}]*}", "0123456789ABC")));
    // These requests are refused before they are routed.
    given().header("Accept", ";;;").get("/api/v1/wishes/0000000000ZZZ").then().statusCode(400);
    given().header("Accept", ";;;").get("/api/v1/0000000000ZZZ").then().statusCode(400);
    await().untilAsserted(() -> assertThat(tags()).containsAll(asked).contains("/UNKNOWN"));
    assertThat(tags()).noneMatch(tag -> tag.contains("0000000000ZZZ"));
  }

  private Set<String> tags() {
    return metrics.find("http.server.requests").timers().stream()
        .map(timer -> timer.getId().getTag("uri").replaceAll(": [^}]*}", "}"))
        .collect(Collectors.toSet());
  }
}
