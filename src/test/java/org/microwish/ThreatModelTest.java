package org.microwish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that the tests named in the threat model and in the tables of standards exist, and that
 * each OWASP API risk names one.
 */
@Tag("fast")
class ThreatModelTest {

  private static final Path MODEL = Path.of("src/docs/threat-model.md");
  private static final List<Path> DOCUMENTS =
      List.of(MODEL, Path.of("src/docs/asvs.md"), Path.of("src/docs/classified-protection.md"));

  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))`");

  @Test
  void testsNamedInTheThreatModel_exist() throws IOException {
    Set<String> there;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      there =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    for (Path document : DOCUMENTS) {
      Set<String> named =
          TEST.matcher(Files.readString(document))
              .results()
              .map(found -> found.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(named).as("%s", document).hasSizeGreaterThan(15).isSubsetOf(there);
    }
  }

  /** In the tables of standards, a row with "met" must name what meets the requirement. */
  @Test
  void everyMetRequirement_namesItsEvidence() throws IOException {
    for (Path document : DOCUMENTS.subList(1, DOCUMENTS.size())) {
      List<String> met =
          Files.readAllLines(document).stream()
              .filter(line -> line.matches("\\|.*\\| met[a-z ]* \\|.*"))
              .toList();
      assertThat(met)
          .hasSizeGreaterThan(8)
          .allSatisfy(row -> assertThat(row).doesNotMatch(".*\\| met[a-z ]* \\| +\\|"));
    }
  }

  @Test
  void everyOwaspApiRisk_hasARowThatNamesATest() throws IOException {
    List<String> rows =
        Files.readAllLines(MODEL).stream().filter(line -> line.startsWith("| API")).toList();
    assertThat(rows.stream().map(row -> row.replaceAll("^\\| (API\\d+) .*", "$1")))
        .containsExactly(
            "API1", "API2", "API3", "API4", "API5", "API6", "API7", "API8", "API9", "API10");
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(TEST.matcher(row).results().map(MatchResult::group)).isNotEmpty());
  }
}
