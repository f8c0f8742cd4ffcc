package org.microwish.suites.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.microwish.platform.Id;
import org.microwish.suites.bench.Measure.Goal;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Report row about importing as many members as a file may have. */
final class ImportRow {

  private static final int ROWS = 50_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Options options;
  private final Report report;

  ImportRow(Options options, Report report) {
    this.options = options;
    this.report = report;
  }

  void run() throws Exception {
    Seed seed = Seed.schema("import");
    String organisation = Id.text(seed.street().organisation());
    Measure measure =
        report.add(new Measure("import of 50,000 members", "s", Goal.upTo(60), Goal.upTo(60)));
    try (Service service = Service.on(seed.settings());
        Http http = new Http()) {
      for (int round = 0; round < options.rounds(); round++) {
        long began = System.nanoTime();
        Answer job =
            http.post(service.uri("/api/v1/imports?kind=MEMBERS"))
                .bearer(Tokens.operator("import-bench", Street.STREET))
                .key(UUID.randomUUID().toString())
                .body("text/csv", members(organisation, round))
                .send();
        String state = finished(http, service, job.json().path("id").asText());
        measure.round((System.nanoTime() - began) / 1e9, state);
        if (!state.contains("\"imported\":" + ROWS + ",")) {
          measure.fault(state);
        }
      }
    }
    System.out.println(measure);
  }

  private static byte[] members(String organisation, int round) {
    StringBuilder file = new StringBuilder("externalKey,organisationId,name,phone,kind\n");
    for (int i = 0; i < ROWS; i++) {
      file.append("%d-%d,%s,样例%d,139%08d,社区党员\n".formatted(round, i, organisation, i, i));
    }
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String finished(Http http, Service service, String id) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      String state =
          http.get(service.uri("/api/v1/imports/" + id))
              .bearer(Tokens.operator("import-bench", Street.STREET))
              .send()
              .text();
      if (state.contains("COMPLETED")) {
        return state;
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    throw new IllegalStateException("the import takes too long");
  }
}
