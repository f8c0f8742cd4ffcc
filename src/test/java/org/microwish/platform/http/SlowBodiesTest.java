package org.microwish.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that clients that send bodies slowly do not hold up others. Quarkus has 200 worker threads
 * by default.
 */
@Tag("database")
@QuarkusTest
class SlowBodiesTest {

  private static final int MORE_THAN_THREADS = 220;

  @TestHTTPResource URI service;

  private final List<Socket> slow = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    ProbeResource.held.countDown();
    for (Socket socket : slow) {
      socket.close();
    }
  }

  /** Sends a header and the first byte of a body. */
  private Socket begin(String path, String type, String address) throws IOException {
    Socket socket = new Socket(service.getHost(), service.getPort());
    slow.add(socket);
    socket.setSoTimeout(15_000);
    socket
        .getOutputStream()
        .write(
            ("POST "
                    + path
                    + " HTTP/1.1\r\nHost: test\r\nContent-Type: "
                    + type
                    + "\r\nX-Forwarded-For: "
                    + address
                    + "\r\nContent-Length: 1000\r\n\r\n{")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static int status(Socket socket) throws IOException {
    String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    return Integer.parseInt(line.substring(9));
  }

  /** The number of slow requests that were answered. */
  private int answered() throws IOException {
    int answered = 0;
    for (Socket socket : slow) {
      answered += socket.getInputStream().available() > 0 ? 1 : 0;
    }
    return answered;
  }

  private static Response upload(String address) {
    return given()
        .header("X-Forwarded-For", address)
        .multiPart("file", "a.txt", new ByteArrayInputStream(new byte[10]))
        .post("/api/v1/probe/upload");
  }

  @Test
  void slowBodies_doNotHoldUpOthers() throws IOException {
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      begin("/api/v1/probe", "application/json", "198.19.1." + i / 50);
    }

    given().get("/q/health/ready").then().statusCode(200);
    given().get("/api/v1/wishes").then().statusCode(200);
    given()
        .contentType(ContentType.JSON)
        .body("{\"title\":\"a\"}")
        .post("/api/v1/probe")
        .then()
        .statusCode(200);

    assertThat(answered()).as("all of them are still sending").isZero();
  }

  @Test
  void slowUploads_doNotHoldUpOthers_andAreLimitedByAddress() throws IOException {
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      begin("/api/v1/probe/upload", "multipart/form-data; boundary=b", "198.19.2." + i);
    }
    await().until(() -> answered() == MORE_THAN_THREADS - 50);

    given().get("/q/health/ready").then().statusCode(200);
    given().get("/api/v1/wishes").then().statusCode(200);
    upload("198.19.3.1").then().statusCode(503);
    assertThat(answered()).as("50 uploads are still being sent").isEqualTo(MORE_THAN_THREADS - 50);

    // When uploads end, even without a response, other uploads are accepted.
    close();
    await().untilAsserted(() -> upload("198.19.3.1").then().statusCode(200));
  }

  /** A request whose body never arrives occupies none of the 50 places for exports and files. */
  @Test
  void slowBodies_holdNoPlacesForDownloads() throws IOException {
    for (int i = 0; i < 60; i++) {
      begin("/api/v1/personal-exports", "application/json", "198.19.4." + i / 10);
    }

    // Several times, because the service may read these requests before the slow ones.
    for (int i = 0; i < 20; i++) {
      given()
          .header("X-Forwarded-For", "198.19.4.99")
          .get("/api/v1/evidence/0000000000000/content")
          .then()
          .statusCode(401);
    }
    assertThat(answered()).as("all of them are still sending").isZero();
  }

  /** Sends a whole request, whose operation waits until {@link ProbeResource#held} is released. */
  private void work(String path, String type, String address, int bytes) throws IOException {
    Socket socket = new Socket(service.getHost(), service.getPort());
    slow.add(socket);
    String body = " ".repeat(bytes) + "{\"title\":\"a\"}";
    socket
        .getOutputStream()
        .write(
            """
            POST %s HTTP/1.1\r
            Host: test\r
            Content-Type: %s\r
            X-Forwarded-For: %s\r
            Content-Length: %d\r
            \r
            %s"""
                .formatted(path, type, address, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends requests with bodies of a megabyte, and waits until the probe holds all of them. */
  private void workOnLargeBodies(String address, int number) throws IOException {
    ProbeResource.held = new CountDownLatch(1);
    for (int i = 0; i < number; i++) {
      work("/api/v1/probe/optional", "application/json", address, 1_000_000);
    }
    await().until(() -> ProbeResource.WORKING.get() == number);
  }

  /** Closes the connections of all clients, and waits until the service has closed them too. */
  private void leave() throws IOException {
    for (Socket socket : slow) {
      socket.setSoTimeout(15_000);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static int lines(String address) {
    return given()
        .header("X-Forwarded-For", address)
        .contentType("text/csv")
        .body("a")
        .post("/api/v1/probe/lines")
        .statusCode();
  }

  @Test
  void uploadsWhoseClientsLeave_keepTheirPlaces_whileTheirThreadsWork() throws IOException {
    ProbeResource.held = new CountDownLatch(1);
    for (int i = 0; i < 50; i++) {
      work("/api/v1/probe/lines", "text/csv", "198.19.11." + i, 10);
    }
    await().until(() -> ProbeResource.WORKING.get() == 50);
    leave();
    assertThat(lines("198.19.11.51")).isEqualTo(503);

    ProbeResource.held.countDown();
    await().untilAsserted(() -> assertThat(lines("198.19.11.51")).isEqualTo(200));
  }

  @Test
  void bodiesWhoseClientsLeave_keepTheirMemory_whileTheirThreadsWork() throws IOException {
    workOnLargeBodies("198.19.12.1", 8);
    leave();
    assertThat(post("198.19.12.1", 1_000_000)).isEqualTo(503);

    ProbeResource.held.countDown();
    await().untilAsserted(() -> assertThat(post("198.19.12.1", 1_000_000)).isEqualTo(200));
  }

  /** Sends a body except its last bytes. */
  private void send(String address, int bytes) throws IOException {
    Socket socket = new Socket(service.getHost(), service.getPort());
    slow.add(socket);
    socket
        .getOutputStream()
        .write(
            ("POST /api/v1/probe HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
                    + "X-Forwarded-For: "
                    + address
                    + "\r\nContent-Length: "
                    + (bytes + 10)
                    + "\r\n\r\n"
                    + " ".repeat(bytes))
                .getBytes(StandardCharsets.US_ASCII));
  }

  private static int post(String address, int bytes) {
    return given()
        .header("X-Forwarded-For", address)
        .contentType(ContentType.JSON)
        .body(" ".repeat(bytes) + "{\"title\":\"a\"}")
        .post("/api/v1/probe")
        .statusCode();
  }

  @Test
  void largeBodiesOfOneAddress_leaveMemoryForOthers() throws IOException {
    await()
        .untilAsserted(
            () -> {
              send("198.19.5.1", 1_000_000);
              assertThat(post("198.19.5.1", 1_000_000)).as("its share is used up").isEqualTo(503);
            });
    assertThat(post("198.19.5.1", 15_000)).isEqualTo(200);
    assertThat(post("198.19.5.2", 1_000_000)).isEqualTo(200);
  }

  /** Twelve bodies are more than the share of an address. */
  @Test
  void exemptClient_hasNoShareOfTheMemory() throws IOException {
    workOnLargeBodies("127.0.0.1", 12);
  }

  @Test
  void smallBodies_areNeverRefusedBecauseOfLargeOnes() throws IOException {
    await()
        .untilAsserted(
            () -> {
              for (int i = 0; i < 90; i++) {
                send("198.19.6." + i, 1_000_000);
              }
              assertThat(post("198.19.7.1", 1_000_000)).as("memory is used up").isEqualTo(503);
            });
    assertThat(post("198.19.7.1", 15_000)).isEqualTo(200);
  }

  @Test
  void oneAddress_sendsALimitedNumberOfBodies() throws IOException {
    for (int i = 0; i < 101; i++) {
      begin("/api/v1/probe", "application/json", "198.19.4.1");
    }
    // The connections are read in any order, so any of them may be the one too many.
    await().until(() -> answered() == 1);
    for (Socket socket : slow) {
      if (socket.getInputStream().available() > 0) {
        assertThat(status(socket)).isEqualTo(429);
      }
    }
    assertThat(
            given()
                .header("X-Forwarded-For", "198.19.4.2")
                .contentType(ContentType.JSON)
                .body("{\"title\":\"a\"}")
                .post("/api/v1/probe")
                .statusCode())
        .isEqualTo(200);

    close();
    await()
        .untilAsserted(
            () ->
                given()
                    .header("X-Forwarded-For", "198.19.4.1")
                    .contentType(ContentType.JSON)
                    .body("{\"title\":\"a\"}")
                    .post("/api/v1/probe")
                    .then()
                    .statusCode(200));
  }
}
