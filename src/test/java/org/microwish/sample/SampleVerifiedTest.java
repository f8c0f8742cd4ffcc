package org.microwish.sample;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.verify.Main;

/** Runs the offline verifier over HTTP on the ledger of a whole street. */
@Tag("database")
@QuarkusTest
@TestProfile(SampleDatabase.class)
class SampleVerifiedTest {

  @Inject SampleLoader loader;
  @TestHTTPResource URI service;
  @TempDir Path directory;

  @Test
  void theVerifierFindsTheStreetCleanAndCountsWhatTheServiceCounts() throws Exception {
    loader.load(progress -> {}, () -> false);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              var status = given().get("/api/v1/ledger/status").jsonPath();
              return status.getLong("queueDepth") == 0
                  && status.getLong("checkpointSize") == status.getLong("treeSize");
            });
    String key = given().get("/api/v1/ledger/keys").path("log[0].verifierKey");
    String base = service.toString().replaceFirst("/$", "");
    Path since = directory.resolve("checkpoint.txt");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code = Main.run(List.of(base, "--key", key, "--since", since.toString()), out, out);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("CLEAN")
        .containsPattern("projects.spent +97150.60 +97150.60")
        .containsPattern("wishes.claimingMembers +447 +447");
    assertThat(code).isEqualTo(Main.CLEAN);
    assertThat(Main.run(List.of(base, "--key", key, "--since", since.toString()), out, out))
        .isEqualTo(Main.CLEAN);
    keptFiguresAreCompared(base, key);
  }

  /** The kept copy holds the figures; each that is changed or missing is found. */
  private void keptFiguresAreCompared(String base, String key) throws IOException {
    Path kept = directory.resolve("kept");
    assertThat(run(base, "--key", key, "--keep", kept.toString())).contains("CLEAN");
    assertThat(run(kept.toString(), "--key", key))
        .contains("CLEAN")
        .containsPattern("Published answers compared +[0-9]{3}");
    for (String[] forged :
        new String[][] {
          {"overview", "\"fulfilled\":271", "\"fulfilled\":272"},
          {"breakdown_by_category", "\"published\":", "\"published\":1"},
          {"breakdown_by_month", "\"participations\":", "\"participations\":1"},
          {"times", "\"medianSeconds\":", "\"medianSeconds\":1"},
          {"satisfaction", "\"stars\":[", "\"stars\":[1"},
          {"leaderboard_month_2022-01", "\"rank\":1,", "\"rank\":1,\"forged\":1,"}
        }) {
      Path file = kept.resolve("statistics/" + forged[0] + ".json");
      String honest = Files.readString(file);
      assertThat(honest).contains(forged[1]);
      Files.writeString(file, honest.replace(forged[1], forged[2]));
      assertThat(run(kept.toString(), "--key", key))
          .as(forged[0])
          .contains("TAMPERED: 1 findings", "but the leaves give");
      Files.delete(file);
      assertThat(run(kept.toString(), "--key", key))
          .as(forged[0])
          .contains("TAMPERED: 1 findings", "not answered: ");
      Files.writeString(file, honest);
    }
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Main.run(List.of(arguments), out, out);
    return printed.toString(StandardCharsets.UTF_8);
  }
}
