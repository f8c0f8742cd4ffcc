package org.microwish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.testing.DocumentShell;
import org.microwish.testing.SampleDivisions;

/** Runs the README's tour exactly as it is written. */
@Tag("database")
@QuarkusTest
class TourTest {

  @TestHTTPResource URI service;

  @Test
  void theTourOfTheReadmeWorksAsWritten(@TempDir Path scratch)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "the tour needs curl");
    SampleDivisions.record();
    DocumentShell.Ended tour =
        DocumentShell.run(
            DocumentShell.block(Path.of("README.md"), "tour"),
            Map.of("MW", service.toString().replaceAll("/$", ""), "OUT", scratch.toString()));
    assertThat(tour.code()).describedAs(tour.output()).isZero();
    assertThat(tour.output())
        .contains("\"state\":\"SUBMITTED\"", "老人需要一把助浴椅", "\"state\":\"DELIVERED\"")
        .contains("WISH_CONFIRMED", "\"published\":");
  }
}
