package org.microwish.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Tokens;

/** Tests the lines of the security log, as its readers find them in its file. */
@Tag("database")
@QuarkusTest
class SecurityLogTest {

  private static final Path FILE =
      ConfigProvider.getConfig().getValue("microwish.security-log.file", Path.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource URI service;

  @Test
  void failedLogin_isLogged_withoutWhatWasTyped() throws IOException {
    String id = id();
    from(id, "198.18.77.1")
        .body(Map.of("loginName", "nobody-here", "password", "typed by mistake", "totp", "123456"))
        .post("/api/v1/auth/password")
        .then()
        .statusCode(401);
    JsonNode line = line(id);
    assertThat(line.path("event").asText()).isEqualTo("LOGIN");
    assertThat(line.path("result").asText()).isEqualTo("REFUSED");
    assertThat(line.path("code").asText()).isEqualTo("LOGIN_REFUSED");
    assertThat(line.path("source").asText()).isEqualTo("198.18.77.1");
    assertThat(line.path("operation").asText()).isEqualTo("POST /api/v1/auth/password");
    assertThat(Instant.parse(line.path("time").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(line.has("account")).isFalse();
    assertThat(Files.readString(FILE)).doesNotContain("typed by mistake", "nobody-here");
  }

  @Test
  void newAccount_isLogged_withRoleGrantedAndPlace_andNothingPersonal() throws IOException {
    SampleDivisions.record();
    String id = id();
    String account =
        from(id, "198.18.77.2")
            .auth()
            .oauth2(Tokens.administrator("root-of-the-log"))
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .body(
                Map.of(
                    "loginName",
                    "log-" + UUID.randomUUID().toString().substring(0, 18),
                    "name",
                    "甄日志样例",
                    "role",
                    "AUDITOR",
                    "division",
                    SampleDivisions.STREET))
            .post("/api/v1/accounts")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    JsonNode line = line(id);
    assertThat(line.path("event").asText()).isEqualTo("ACCOUNT");
    assertThat(line.path("result").asText()).isEqualTo("SUCCESS");
    assertThat(line.path("account").asText()).isEqualTo("root-of-the-log");
    assertThat(line.path("role").asText()).isEqualTo("ADMINISTRATOR");
    assertThat(line.path("granted").asText()).isEqualTo("AUDITOR");
    assertThat(line.path("created").asText()).endsWith("/api/v1/accounts/" + account);
    assertThat(Files.readString(FILE)).doesNotContain("甄日志样例");
  }

  @Test
  void refusals_areLogged_anonymousRequestsAreNot() throws IOException {
    String forbidden = id();
    from(forbidden, "198.18.77.3")
        .auth()
        .oauth2(Tokens.operator("desk-of-the-log", "440104013000"))
        .get("/api/v1/accounts")
        .then()
        .statusCode(403);
    String anonymous = id();
    from(anonymous, "198.18.77.3").get("/api/v1/accounts").then().statusCode(401);
    String forged = id();
    from(forged, "198.18.77.3")
        .header("Authorization", "Bearer forged")
        .get("/api/v1/accounts?phone=13800000000")
        .then()
        .statusCode(401);
    assertThat(line(forbidden).path("event").asText()).isEqualTo("REFUSAL");
    assertThat(line(forbidden).path("account").asText()).isEqualTo("desk-of-the-log");
    assertThat(line(forged).path("code").asText()).isEqualTo("UNAUTHENTICATED");
    assertThat(line(forged).path("operation").asText()).isEqualTo("GET /api/v1/accounts");
    assertThat(Files.readString(FILE)).doesNotContain(anonymous);
  }

  @Test
  void unmaskingErasureAndAccounts_needAFreshSecondFactor() throws IOException {
    Caller desk = new Caller("desk-stale", Role.OPERATOR, null, null, "440104013");
    Caller root = new Caller("root-stale", Role.ADMINISTRATOR, null, null, null);
    Map<String, String> purpose = Map.of("purpose", "HANDLING");
    for (String path :
        List.of(
            "/api/v1/wishes/0000000000001/contact-reads",
            "/api/v1/members/0000000000001/contact-reads",
            "/api/v1/personal-exports",
            "/api/v1/erasures")) {
      String id = id();
      from(id, "198.18.77.4")
          .auth()
          .oauth2(Tokens.unconfirmed(desk))
          .header("Idempotency-Key", UUID.randomUUID().toString())
          .body(purpose)
          .post(path)
          .then()
          .statusCode(401);
      assertThat(line(id).path("code").asText()).as(path).isEqualTo("STEP_UP_REQUIRED");
    }
    for (String path :
        List.of(
            "/api/v1/accounts",
            "/api/v1/accounts/0000000000001/suspend",
            "/api/v1/accounts/0000000000001/invitations",
            "/api/v1/clients",
            "/api/v1/clients/0000000000001/secrets")) {
      String id = id();
      from(id, "198.18.77.4")
          .auth()
          .oauth2(Tokens.unconfirmed(root))
          .header("Idempotency-Key", UUID.randomUUID().toString())
          .body(purpose)
          .post(path)
          .then()
          .statusCode(401);
      assertThat(line(id).path("code").asText()).as(path).isEqualTo("STEP_UP_REQUIRED");
    }
  }

  @Test
  void operationWhoseClientDisconnects_isLogged_withItsResult() throws IOException {
    String id = id();
    ProbeResource.held = new CountDownLatch(1);
    try (Socket _ = audited(id)) {
      Awaitility.await().until(() -> ProbeResource.WORKING.get() == 1);
    }
    String later = id();
    from(later, "198.18.77.7").header("Authorization", "Bearer x").get("/api/v1/accounts");
    line(later);
    assertThat(lines(id)).as("the result is not known yet").isZero();

    ProbeResource.held.countDown();
    JsonNode line = line(id);
    assertThat(line.path("event").asText()).isEqualTo("UNMASKING");
    assertThat(line.path("result").asText()).isEqualTo("SUCCESS");
    assertThat(line.path("status").asInt()).isEqualTo(201);
    assertThat(line.path("clientGone").asBoolean()).isTrue();
    assertThat(line.path("account").asText()).isEqualTo("desk-that-leaves");
  }

  @Test
  void requestsAbortedAtOnce_areLoggedOnceEach() throws IOException {
    List<String> ids = Stream.generate(SecurityLogTest::id).limit(60).toList();
    for (String id : ids) {
      audited(id).close();
    }
    for (String id : ids) {
      JsonNode line = line(id);
      assertThat(line.path("event").asText()).isEqualTo("UNMASKING");
      assertThat(line.path("result").asText()).isIn("SUCCESS", "NOT_DONE");
    }
    Awaitility.await().until(() -> ProbeResource.WORKING.get() == 0);
    ids.forEach(id -> assertThat(lines(id)).isEqualTo(1));
  }

  private Socket audited(String id) throws IOException {
    Socket socket = new Socket(service.getHost(), service.getPort());
    socket
        .getOutputStream()
        .write(
            ("POST /api/v1/probe/audited HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n"
                    + "X-Forwarded-For: 198.18.77.8\r\nRequest-ID: "
                    + id
                    + "\r\nAuthorization: Bearer "
                    + Tokens.operator("desk-that-leaves", "440104013000")
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** A flood of refusals must not fill the disk. */
  @Test
  void floodOfRefusals_isLoggedUpToALimit() throws IOException {
    String id = "flood-" + id();
    for (int i = 0; i < 400; i++) {
      from(id, "198.18.77.5").header("Authorization", "Bearer x").get("/api/v1/accounts");
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lines(id) >= 100);
    assertThat(lines(id)).isBetween(100L, 399L);
  }

  @Test
  void securityLines_areNotInTheOrdinaryLog() throws IOException {
    String id = id();
    ByteArrayOutputStream ordinary = new ByteArrayOutputStream();
    StreamHandler handler = new StreamHandler(ordinary, new SimpleFormatter());
    Logger.getLogger("").addHandler(handler);
    try {
      from(id, "198.18.77.6").header("Authorization", "Bearer x").get("/api/v1/accounts");
      line(id);
    } finally {
      Logger.getLogger("").removeHandler(handler);
      handler.close();
    }
    assertThat(ordinary.toString(StandardCharsets.UTF_8)).doesNotContain(id);
  }

  private static long lines(String id) {
    try {
      return Files.readString(FILE).lines().filter(line -> line.contains(id)).count();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static RequestSpecification from(String id, String address) {
    return given()
        .header("Request-ID", id)
        .header("X-Forwarded-For", address)
        .contentType(ContentType.JSON);
  }

  /** Waits for the log line of a request, which is written after the response, and returns it. */
  private static JsonNode line(String id) throws IOException {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lines(id) == 1);
    return JSON.readTree(
        Files.readString(FILE).lines().filter(line -> line.contains(id)).findFirst().orElseThrow());
  }
}
