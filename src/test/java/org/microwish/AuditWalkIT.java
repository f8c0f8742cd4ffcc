package org.microwish;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.PackagedService;
import org.microwish.testing.ReadmeShell;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

/** Runs the README's walk-through for auditors against the packaged jar. */
@Tag("packaged")
class AuditWalkIT {

  private static final String ORIGIN = "audit.example/api/v1/ledger";

  @Test
  void theWalkThroughOfTheReadmeWorksAsWritten(@TempDir Path directory) throws Exception {
    DatabaseSettings schema = TestDatabase.grantedSchema("audit_walk");
    NoteSigner signer = NoteSigner.generate(ORIGIN, NoteKey.Type.ED25519);
    Path key = Files.writeString(directory.resolve("log-key.pem"), signer.pem());
    try (PackagedService service =
        PackagedService.on(schema)
            .with("MICROWISH_LEDGER_ORIGIN", ORIGIN)
            .with("MICROWISH_LEDGER_CHECKPOINT_SIGNING_KEYS", key.toString())
            .with("MICROWISH_LEDGER_CHECKPOINT_COPY", directory.resolve("copy.txt").toString())
            .start(PackagedService.freePort())) {
      service.awaitReady();
      Street.in(() -> TestDatabase.connection(schema));
      String wish = publish(service);
      ReadmeShell.Ended walk = ReadmeShell.run("audit", directory, service.uri("").toString());
      assertThat(walk.code()).as(walk.output()).isZero();
      assertThat(walk.output())
          .contains(ORIGIN + "\n3\n", "CLEAN: 3 leaves", "PROVEN: leaf 2 of the 3 that " + ORIGIN)
          .contains("WISH_PUBLISHED, version 3 of WISH " + wish);
    }
  }

  private static String publish(PackagedService service) throws Exception {
    String created =
        post(
            service,
            "/wishes",
            """
            {"kind":"WISH","channel":"GRID_WORKER","category":"GOODS","division":"%s",
             "words":{"title":"轮椅"}}"""
                .formatted(Street.COMMUNITY));
    String wish = created.replaceFirst("(?s).*\"wishId\":\"([^\"]+)\".*", "$1");
    post(service, "/wishes/" + wish + "/submit", "{}");
    String published =
        post(
            service,
            "/wishes/" + wish + "/publish",
            "{\"publicTitle\":\"老人需要一把轮椅\",\"attested\":true}");
    String entry = published.replaceFirst("(?s).*\"entryId\":\"([^\"]+)\".*", "$1");
    Awaitility.await("a checkpoint holds the entry")
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> send(service, "/ledger/entries/" + entry + "/proof", null).statusCode() == 200);
    return wish;
  }

  private static String post(PackagedService service, String path, String body) throws Exception {
    HttpResponse<String> response = send(service, path, body);
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
    return response.body();
  }

  private static HttpResponse<String> send(PackagedService service, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.uri("/api/v1" + path))
            .header("Authorization", "Bearer " + Tokens.operator("desk-audit", Street.STREET));
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .header("Idempotency-Key", "audit" + path.replace('/', '-'))
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
