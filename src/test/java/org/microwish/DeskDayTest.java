package org.microwish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.testing.DocumentShell;
import org.microwish.testing.SampleDivisions;

/** Runs the commands of {@code desk-day.md} exactly as written, in a street of its own. */
@Tag("database")
@QuarkusTest
class DeskDayTest {

  private static final String STREET = "950103001000";
  private static final String COMMUNITY = "950103001001";

  @TestHTTPResource URI service;

  @Inject StatisticsProgress progress;

  @Test
  void theDayOfADesk_worksAsWritten(@TempDir Path scratch)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "the day needs curl");
    SampleDivisions.record("950000000000", "950100000000", "950103000000", STREET, COMMUNITY);
    DocumentShell.Ended day =
        DocumentShell.run(
            DocumentShell.block(Path.of("src/docs/desk-day.md"), "desk-day"),
            Map.of(
                "MW",
                service.toString().replaceAll("/$", ""),
                "OUT",
                scratch.toString(),
                "STREET",
                STREET,
                "COMMUNITY",
                COMMUNITY));
    assertThat(day.code()).describedAs(day.output()).isZero();
    assertThat(day.output())
        .contains("\"imported\":55", "\"PHONE\"", "\"overdue\":true", "59\n")
        .contains("\"imported\":4")
        .contains("requests: 32\n");
    assertThat(progress.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
    // Check the money spent by the imported projects of last year.
    given()
        .get("/api/v1/statistics/overview?division=" + COMMUNITY)
        .then()
        .statusCode(200)
        .body("projects.spent", equalTo("860.00"));
  }
}
