package org.microwish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.microwish.testing.SampleDivisions;

/** Runs the README's tour, line by line as it stands there. */
@QuarkusTest
class TourTest {

  @TestHTTPResource URI service;

  @Test
  void theTourOfTheReadmeWorksAsWritten() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "the tour needs curl");
    SampleDivisions.record();
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```bash\n", readme.indexOf("<!-- tour -->")) + 8;
    String tour = readme.substring(start, readme.indexOf("```", start));
    ProcessBuilder command = new ProcessBuilder("bash", "-euo", "pipefail", "-c", tour);
    command.environment().put("MW", service.toString().replaceAll("/$", ""));
    Process shell = command.redirectErrorStream(true).start();
    String said;
    try (var out = shell.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).describedAs(said).isZero();
    assertThat(said)
        .contains("\"state\":\"SUBMITTED\"", "老人需要一把助浴椅", "\"state\":\"DELIVERED\"")
        .contains("WISH_CONFIRMED", "\"published\":");
  }
}
