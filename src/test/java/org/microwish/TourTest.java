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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.testing.DocumentShell;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Street;

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
    SampleDivisions.record(
        "990000000000", "990100000000", "990103000000", "990103001000", "990103001001");
    DocumentShell.Ended tour =
        DocumentShell.run(
            DocumentShell.block(Path.of("README.md"), "tour"),
            Map.of("MW", service.toString().replaceAll("/$", ""), "OUT", scratch.toString()));
    assertThat(tour.code()).describedAs(tour.output()).isZero();
    assertThat(tour.output())
        .contains("\"state\":\"SUBMITTED\"", "老人需要一把助浴椅", "\"state\":\"DELIVERED\"")
        .contains("WISH_CONFIRMED", "\"published\":")
        .contains("\"term\":\"SKILL\",\"points\":80", "\"state\":\"COMPLETED\"", "\"holds\":true");
    // The last tree size, of a ranking or plan, must include the entry with the last printed id.
    String entry = last("\"entryId\":\"([0-9A-Z]{13})\"", tour.output());
    assertThat(Long.parseLong(last("\"treeSize\":([0-9]+)", tour.output())))
        .isGreaterThan(
            Street.here()
                .number("SELECT leaf_index FROM ledger_leaf WHERE entry_id = " + Street.id(entry)));
  }

  /** Returns the last match of a pattern's group. */
  private static String last(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .reduce((first, second) -> second)
        .orElseThrow()
        .group(1);
  }
}
