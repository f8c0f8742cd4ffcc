package org.microwish.verify;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.ledger.leaf.Leaf;

/** A service that leaves out figures or publishes other ones than its leaves give. */
@Tag("fast")
class FigureAuditTest {

  private static final String TIMES =
      """
      {"asOf":{"treeSize":%d},
       "wishes":{"toClaim":{"count":%d,"medianSeconds":60,"p90Seconds":240},
                 "toFulfilment":{"count":3,"medianSeconds":480,"p90Seconds":1382940}},
       "projects":{"toClaim":{"count":3,"medianSeconds":120,"p90Seconds":120},
                   "toFulfilment":{"count":2,"medianSeconds":240,"p90Seconds":540}}}\
      """;

  private static final String EMPTY_TIMES =
      """
      {"asOf":{"treeSize":0},"wishes":{"toClaim":{"count":0},"toFulfilment":{"count":0}},
       "projects":{"toClaim":{"count":0},"toFulfilment":{"count":0}}}\
      """;

  @TempDir Path directory;

  private final HonestLog log = new HonestLog();

  /** Verifies the log of a service whose figures are these answers and no others. */
  private List<Finding> verify(Map<String, String> answers) throws IOException {
    return verify(answers, log.numbered().getLast().recordedAt());
  }

  /** Verifies a service that is asked for all answers at this time. */
  private List<Finding> verify(Map<String, String> answers, Instant askedAt) throws IOException {
    Source files = Source.of(log.write(directory, log.numbered()).toString());
    Source service =
        new Source() {
          @Override
          public Optional<byte[]> read(String path) throws IOException {
            return files.read(path);
          }

          @Override
          public Optional<byte[]> figures(String query) {
            return Optional.ofNullable(answers.get(query))
                .map(answer -> answer.getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public Optional<byte[]> numbers(String cursor) throws IOException {
            return Optional.of(FigureAuditTest.this.numbers().getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public Instant askedAt(String query) {
            return askedAt;
          }

          @Override
          public boolean isService() {
            return true;
          }
        };
    return new Verifier(
            service,
            List.of(log.key()),
            Optional.empty(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
        .verify()
        .findings();
  }

  /** The page with the serial numbers of the log. */
  private String numbers() throws IOException {
    NumberAudit audit = new NumberAudit();
    for (Leaf leaf : log.numbered()) {
      audit.add(log.index(leaf.entryId()), leaf);
    }
    Path file = directory.resolve("numbers.txt");
    audit.write(file);
    return Files.readAllLines(file).stream()
        .map(
            line ->
                "{\"number\":\"%s\",\"aggregateType\":\"%s\",\"aggregateId\":\"%s\",\"leafIndex\":%s}"
                    .formatted((Object[]) line.split("\t", -1)))
        .collect(
            Collectors.joining(
                ",", "{\"treeSize\":" + log.size() + ",\"items\":[", "],\"nextCursor\":null}"));
  }

  @Test
  void serviceWithoutFigures_isFound_butACopyOfItsFilesNeedsNone() throws IOException {
    assertThat(verify(Map.of()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.STATISTICS);
              assertThat(finding.where())
                  .contains("not answered: overview, breakdown?by=month")
                  .contains("times, satisfaction");
              assertThat(finding.chinese()).contains("服务没有回答");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"not JSON", "[]", "{}", "{\"asOf\":{}}", "{\"asOf\":{\"treeSize\":\"1\"}}"})
  void answerThatCannotBeRead_isFound(String answer) throws IOException {
    assertThat(verify(Map.of("times", answer)))
        .extracting(Finding::where)
        .anyMatch(where -> where.startsWith("times cannot be read"));
  }

  @Test
  void answerOfMoreLeavesThanTheCheckpointHas_isFound() throws IOException {
    assertThat(verify(Map.of("times", TIMES.formatted(log.size() + 1, 10))))
        .extracting(Finding::where)
        .anyMatch(where -> where.contains("times counts " + (log.size() + 1) + " leaves"));
  }

  /** Each answer is compared when as many leaves are counted as it says. */
  @ParameterizedTest
  @CsvSource({"0, false", "1, true"})
  void figureThatDiffers_isFound(int more, boolean found) throws IOException {
    Map<String, String> answers = new TreeMap<>();
    answers.put("times", TIMES.formatted(log.size(), 10 + more));
    answers.put(
        "satisfaction",
        """
        {"asOf":{"treeSize":0},"wishes":{"self":%1$s,"proxy":%1$s,"acceptance":%1$s},\
        "projects":{"self":%1$s,"proxy":%1$s,"acceptance":%1$s}}\
        """
            .formatted(
                IntStream.rangeClosed(1, 5)
                    .mapToObj(star -> "{\"from\":%1$d,\"to\":%1$d,\"wishes\":0}".formatted(star))
                    .collect(
                        Collectors.joining(
                            ",", "{\"stars\":[", "],\"rated\":0,\"dissatisfied\":0}"))));
    List<String> findings = verify(answers).stream().map(Finding::where).toList();
    assertThat(findings).anyMatch(where -> where.startsWith("not answered: overview"));
    assertThat(findings.stream().filter(where -> where.contains("is published as")).toList())
        .as(findings.toString())
        .hasSize(found ? 1 : 0)
        .allMatch(
            where ->
                where.startsWith(
                    "wishes.toClaim.count of times is published as 11, but the leaves give 10"));
  }

  /** Figures lag a little behind the checkpoint, but old ones must not pass for present ones. */
  @Test
  void answerThatLeavesOutLeavesOfLongAgo_isFound() throws IOException {
    assertThat(verify(Map.of("times", EMPTY_TIMES)))
        .extracting(Finding::where)
        .anyMatch(where -> where.contains("times counts 0 leaves and leaves out leaf 0, recorded"));
    int last = log.size() - 1;
    Map<String, String> all = Map.of("times", TIMES.formatted(last, 10));
    assertThat(verify(all))
        .extracting(Finding::where)
        .singleElement(as(STRING))
        .startsWith("not answered: overview");
    // A log that has not grown since does not excuse old figures.
    Instant newest = log.numbered().getLast().recordedAt();
    assertThat(verify(all, newest.plus(FigureAudit.LAG).plusSeconds(1)))
        .extracting(Finding::where)
        .anyMatch(where -> where.contains("times counts " + last + " leaves and leaves out leaf"));
    // The log may grow for long while the verifier reads the other answers.
    Instant first = log.numbered().getFirst().recordedAt();
    assertThat(verify(Map.of("times", EMPTY_TIMES), first.plus(FigureAudit.LAG)))
        .extracting(Finding::where)
        .singleElement(as(STRING))
        .startsWith("not answered: overview");
  }

  /**
   * The figures in a saved copy of the log must count all leaves until an hour before they were
   * saved.
   */
  @Test
  void keptAnswer_mustCountTheLeavesUntilAnHourBeforeItWasKept() throws IOException {
    int last = log.size() - 1;
    Path kept = log.write(directory, log.numbered()).resolve(Source.Kept.kept("times"));
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, TIMES.formatted(last, 10));
    assertThat(keptFindings()).noneMatch(where -> where.contains("leaves out"));
    Files.writeString(kept, EMPTY_TIMES);
    assertThat(keptFindings()).anyMatch(where -> where.contains("leaves out leaf 0"));
    Instant first = log.numbered().getFirst().recordedAt();
    Files.setLastModifiedTime(kept, FileTime.from(first.plusSeconds(60)));
    assertThat(keptFindings()).noneMatch(where -> where.contains("leaves out"));
  }

  private List<String> keptFindings() throws IOException {
    return new Verifier(
            Source.of(directory.toString()),
            List.of(log.key()),
            Optional.empty(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
        .verify().findings().stream().map(Finding::where).toList();
  }

  /** The verifier merges small cells by the same rule, so it finds a figure that shows too much. */
  @Test
  void figureThatMustBeMerged_isFound() throws IOException {
    String none = "{\"stars\":[],\"rated\":%d,\"dissatisfied\":0}";
    List<String> findings =
        verify(
                Map.of(
                    "satisfaction",
                    ("{\"asOf\":{\"treeSize\":%1$d},\"wishes\":{\"self\":%2$s,\"proxy\":%3$s,"
                            + "\"acceptance\":%3$s},\"projects\":{\"self\":%4$s,\"proxy\":%4$s,"
                            + "\"acceptance\":%4$s}}")
                        .formatted(
                            log.size(),
                            none.formatted(1),
                            none.formatted(0),
                            "{\"dissatisfied\":0}")))
            .stream()
            .map(Finding::where)
            .toList();
    assertThat(findings)
        .anyMatch(
            where -> where.contains("wishes.self.rated of satisfaction is published as 1, but"));
  }

  @Test
  void figureThatIsLeftOut_isFound() throws IOException {
    assertThat(
            verify(
                Map.of(
                    "times",
                    TIMES.formatted(log.size(), 10).replace("\"medianSeconds\":120,", ""))))
        .extracting(Finding::where)
        .contains(
            "projects.toClaim.medianSeconds of times is published as null, but the leaves give"
                + " 120");
  }
}
