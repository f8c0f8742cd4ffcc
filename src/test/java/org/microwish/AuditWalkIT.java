package org.microwish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.Answer;
import org.microwish.testing.DocumentShell;
import org.microwish.testing.Http;
import org.microwish.testing.PackagedService;
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
                .start(PackagedService.freePort());
        Http http = new Http()) {
      service.awaitReady();
      Street.in(() -> TestDatabase.connection(schema));
      String wish = publish(http, service);
      DocumentShell.Ended walk =
          DocumentShell.run(
              DocumentShell.block(Path.of("README.md"), "audit"),
              Map.of(
                  "MW",
                  service.uri("").toString().replaceAll("/$", ""),
                  "OUT",
                  directory.toString()));
      assertThat(walk.code()).as(walk.output()).isZero();
      assertThat(walk.output())
          .contains(ORIGIN + "\n3\n", "CLEAN: 3 leaves", "PROVEN: leaf 2 of the 3 that " + ORIGIN)
          .contains("WISH_PUBLISHED, version 3 of WISH " + wish);
    }
  }

  private static String publish(Http http, PackagedService service) throws Exception {
    Map<String, Object> draft =
        Map.of(
            "kind", "WISH",
            "channel", "GRID_WORKER",
            "category", "GOODS",
            "division", Street.COMMUNITY,
            "words", Map.of("title", "轮椅"));
    String wish = post(http, service, "/wishes", draft).at("/wishId");
    post(http, service, "/wishes/" + wish + "/submit", Map.of());
    Answer published =
        post(
            http,
            service,
            "/wishes/" + wish + "/publish",
            Map.of("publicTitle", "老人需要一把轮椅", "attested", true));
    String proof = "/ledger/entries/" + published.at("/ledger/entryId") + "/proof";
    Awaitility.await("a checkpoint holds the entry")
        .atMost(Duration.ofSeconds(20))
        .until(() -> request(http, "GET", service, proof).send().status() == 200);
    return wish;
  }

  private static Answer post(Http http, PackagedService service, String path, Object body)
      throws IOException {
    Answer answer =
        request(http, "POST", service, path)
            .key("audit" + path.replace('/', '-'))
            .json(body)
            .send();
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    return answer;
  }

  private static Http.Request request(
      Http http, String method, PackagedService service, String path) {
    return http.request(method, service.uri("/api/v1" + path))
        .bearer(Tokens.operator("desk-audit", Street.STREET));
  }
}
