package org.microwish.suites.bench;

import java.time.Duration;
import java.util.Map;
import org.microwish.suites.bench.Measure.Goal;
import org.microwish.testing.Http;
import org.microwish.testing.PeakMemory;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Report row about exporting a large spreadsheet from a service with a small heap. */
final class ExportRow {

  private static final int ROWS = 200_000;
  private static final String HEAP = "256m";
  private static final String PATH = "/api/v1/ledger/spreadsheet";

  private final Options options;
  private final Report report;

  ExportRow(Options options, Report report) {
    this.options = options;
    this.report = report;
  }

  void run() throws Exception {
    Seed seed = Seed.schema("export");
    seed.wishes(ROWS);
    Measure measure =
        report.add(
            new Measure(
                "export of 200,000 rows to XLSX, -Xmx" + HEAP, "s", Goal.upTo(10), Goal.upTo(10)));
    try (Service service = Service.on(seed.settings(), Map.of("JAVA_TOOL_OPTIONS", "-Xmx" + HEAP));
        Http http = new Http()) {
      Profile profile =
          options.jfr()
              ? Profile.begin(
                  service.process().process().pid(), Options.DIRECTORY.resolve("export.jfr"))
              : null;
      for (int round = 0; round < options.rounds(); round++) {
        long began = System.nanoTime();
        Http.Download answer =
            http.get(service.uri(PATH))
                .timeout(Duration.ofMinutes(10))
                .bearer(Tokens.auditor("auditor-bench", Street.STREET))
                .download();
        double seconds = (System.nanoTime() - began) / 1e9;
        measure.round(
            seconds,
            "%d MiB%s; at most %d MiB resident"
                .formatted(
                    answer.bytes() >> 20,
                    round == 0 ? ", first export of the process" : "",
                    PeakMemory.of(service.process().process().toHandle()).orElse(0)));
        if (answer.status() != 200) {
          measure.fault("status " + answer.status());
        }
      }
      if (profile != null) {
        profile.end(report);
      }
    }
    System.out.println(measure);
  }
}
