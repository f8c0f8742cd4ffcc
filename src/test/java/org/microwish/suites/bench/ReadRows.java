package org.microwish.suites.bench;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.microwish.platform.Id;
import org.microwish.suites.bench.Measure.Goal;

/**
 * Report rows about public reads, against an endpoint of the same server that does not use the
 * database.
 */
final class ReadRows {

  private static final int CALLERS = 64;

  /** Visitors of the wall as a page at the same time. */
  private static final int VISITORS = 16;

  private static final int WISHES = 10_000;
  private static final List<Integer> THREADS = List.of(4, 8, 16, 32);

  /** Control (b): answers a small JSON document without using the database. */
  private static final String BARE = "/api/v1/time";

  /** Used instead if the service has no such endpoint. */
  private static final String BARE_OTHERWISE = "/q/health/live";

  private final ClaimSetup stage;
  private final Options options;
  private final Report report;

  ReadRows(ClaimSetup stage, Options options, Report report) {
    this.stage = stage;
    this.options = options;
    this.report = report;
  }

  void run() throws Exception {
    stage.seed().wishes(WISHES);
    Generator.Requests byId =
        MemberRequests.rotating(
            1_000,
            i -> MemberRequests.publicRead("/api/v1/wishes/" + Id.text((long) i * 7 % WISHES + 1)));
    Generator.Requests wall =
        MemberRequests.rotating(1_000, i -> MemberRequests.publicRead("/api/v1/wishes"));
    Generator.Requests html =
        MemberRequests.rotating(1_000, i -> MemberRequests.publicRead("/wall"));
    String path = bare();
    Generator.Requests bare = MemberRequests.rotating(1_000, i -> MemberRequests.publicRead(path));
    report.fact("control (b)", "GET " + path);
    Measure one = report.add(new Measure("read by id ÷ (b)", "×", Goal.from(0.5), Goal.from(0.8)));
    Measure page =
        report.add(
            new Measure("first page of the wall ÷ (b)", "×", Goal.from(0.5), Goal.from(0.8)));
    Measure shown =
        report.add(
            new Measure(
                "the wall as a page, %d callers, p95".formatted(VISITORS),
                "ms",
                Goal.upTo(50),
                Goal.upTo(20)));
    Measure visited =
        report.add(
            Measure.informing(
                "the wall as a page ÷ (b), p95 at %d callers".formatted(VISITORS), "×"));
    Measure raw = report.add(Measure.informing("read by id ÷ (c), raw SELECT by key", "×"));
    Controls.Work select =
        connection -> {
          PreparedStatement prepared =
              connection.prepareStatement("SELECT * FROM wish WHERE id = ?");
          return () -> {
            prepared.setLong(1, ThreadLocalRandom.current().nextLong(WISHES) + 1);
            try (ResultSet rows = prepared.executeQuery()) {
              rows.next();
              rows.getString("public_title");
            }
          };
        };
    stage.rawSeed().wishes(WISHES);
    Controls.Best best = stage.controls().best(THREADS, Duration.ofSeconds(1), select);
    for (Generator.Requests requests : List.of(bare, byId, wall, html)) {
      stage.generator().closed(CALLERS, options.warmUp().dividedBy(6), requests);
    }
    for (int round = 0; round < options.rounds(); round++) {
      double bareRate = rate(bare, one);
      double byIdRate = rate(byId, one);
      double wallRate = rate(wall, page);
      double rawRate =
          stage.controls().perSecond(best.threads(), half(), best.preparation(), select);
      one.round(byIdRate / bareRate, "%.0f/s ÷ %.0f/s".formatted(byIdRate, bareRate));
      page.round(wallRate / bareRate, "%.0f/s ÷ %.0f/s".formatted(wallRate, bareRate));
      raw.round(byIdRate / rawRate, "%.0f/s ÷ %.0f/s with %s".formatted(byIdRate, rawRate, best));
      Outcome visits = stage.generator().closed(VISITORS, half(), html);
      if (visits.total(200) == 0) {
        shown.fault("answers " + visits.all());
      }
      Outcome plain = stage.generator().closed(VISITORS, half(), bare);
      visited.round(
          visits.millis(95) / plain.millis(95),
          "%.1f ms ÷ %.1f ms".formatted(visits.millis(95), plain.millis(95)));
      shown.round(
          visits.millis(95),
          "%.0f/s, p50 %.1f ms".formatted(visits.perSecond(200), visits.millis(50)));
      System.out.println(shown + "\n" + visited);
      System.out.println(one + "\n" + page + "\n" + raw);
    }
  }

  private String bare() throws Exception {
    return stage.service().status(BARE) == 200 ? BARE : BARE_OTHERWISE;
  }

  private Duration half() {
    return options.each().dividedBy(2);
  }

  private double rate(Generator.Requests requests, Measure measure) throws Exception {
    Outcome outcome = stage.generator().closed(CALLERS, half(), requests);
    if (outcome.total(200) != outcome.all().values().stream().mapToLong(Long::longValue).sum()) {
      measure.fault("answers %s: %s".formatted(outcome.all(), outcome.strange()));
    }
    return outcome.perSecond(200);
  }
}
