package org.microwish.suites.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures the packaged service, as ratios to what the same machine and database do without it. Not
 * part of the regular tests: {@code ./mvnw verify -Pslow -Dit.test=Benchmark} runs all sections in
 * under 20 minutes; {@link Options} lists the properties that select sections and durations. The
 * benchmark fails on wrong answers, never on slow ones.
 */
@Tag("long")
class Benchmark {

  private final Options options = Options.ofSystem();
  private final Report report = new Report();

  @Test
  void figures() throws Exception {
    long began = System.nanoTime();
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
      onOneStage();
      if (options.wants("sizes")) {
        new SizeRows(options, report).run();
      }
      if (options.wants("search")) {
        new SearchRows(options, report).run();
      }
      if (options.wants("matches")) {
        new MatchRows(options, report).run();
      }
      if (options.wants("export")) {
        new ExportRow(options, report).run();
      }
      if (options.wants("start")) {
        new StartRows(options, report).run();
      }
    } finally {
      report.fact("took", "%.0f s".formatted((System.nanoTime() - began) / 1e9));
      report.write(Options.DIRECTORY);
      measures = report.measures();
    }
    assertThat(measures.stream().flatMap(measure -> measure.faults().stream())).isEmpty();
  }

  /** Runs the sections that share one service on one schema. */
  private void onOneStage() throws Exception {
    if (!options.wantsAny("claims", "contended", "reads", "latency")) {
      return;
    }
    try (ClaimSetup stage = new ClaimSetup()) {
      Machine.describe(report, stage.seed());
      ClaimRows claims = new ClaimRows(stage, options, report);
      if (options.wantsAny("claims", "contended", "latency")) {
        claims.warmUp();
      }
      if (options.wants("claims")) {
        claims.peaks();
      }
      if (options.wants("contended")) {
        new ContendedRows(stage, options, report).run();
      }
      if (options.wants("reads")) {
        new ReadRows(stage, options, report).run();
      }
      if (options.wants("latency")) {
        claims.constantRates();
      }
    }
  }
}
