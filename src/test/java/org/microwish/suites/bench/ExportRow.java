package org.microwish.suites.bench;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.microwish.suites.bench.Measure.Goal;
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
        HttpClient client = HttpClient.newHttpClient()) {
      Profile profile =
          options.jfr()
              ? Profile.begin(
                  service.process().process().pid(), Options.DIRECTORY.resolve("export.jfr"))
              : null;
      for (int round = 0; round < options.rounds(); round++) {
        long began = System.nanoTime();
        HttpResponse<InputStream> answer =
            client.send(
                HttpRequest.newBuilder(service.uri(PATH))
                    .header(
                        "Authorization", "Bearer " + Tokens.auditor("auditor-bench", Street.STREET))
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        long bytes;
        try (InputStream in = answer.body()) {
          bytes = in.transferTo(OutputStream.nullOutputStream());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        measure.round(
            seconds,
            "%d MiB%s; at most %d MiB resident"
                .formatted(
                    bytes >> 20,
                    round == 0 ? ", first export of the process" : "",
                    PeakMemory.of(service.process().process().toHandle()).orElse(0)));
        if (answer.statusCode() != 200) {
          measure.fault("status " + answer.statusCode());
        }
      }
      if (profile != null) {
        profile.end(report);
      }
    }
    System.out.println(measure);
  }
}
