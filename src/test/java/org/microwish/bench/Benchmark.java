package org.microwish.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How fast it is, as ratios to what the same machine and database do without it; not part of the
 * tests. {@code ./mvnw verify -Pslow -Dit.test=Benchmark} runs all of it in under 20 minutes;
 * {@link Options} lists the properties that run less of it. It fails when an answer was wrong, not
 * when it was slow.
 */
class Benchmark {

  private final Options options = Options.ofSystem();
  private final Report report = new Report();

  @Test
  void figures() throws Exception {
    Machine.describe(report);
    report.fact(
        "run",
        "%d rounds of %d s, warm-up %d s, sections %s"
            .formatted(
                options.rounds(),
                options.each().toSeconds(),
                options.warmUp().toSeconds(),
                options.only().isEmpty() ? "all" : options.only()));
    List<Measure> measures;
    try {
      claims();
    } finally {
      report.write(Options.DIRECTORY);
      measures = report.measures();
    }
    assertThat(measures.stream().flatMap(measure -> measure.faults().stream())).isEmpty();
  }

  private void claims() throws Exception {
    if (!options.wantsAny("claims", "latency")) {
      return;
    }
    try (Stage stage = new Stage()) {
      Machine.describe(report, stage.seed());
      ClaimRows rows = new ClaimRows(stage, options, report);
      rows.warmUp();
      if (options.wants("claims")) {
        rows.peaks();
      }
      if (options.wants("latency")) {
        rows.constantRates();
      }
    }
  }
}
