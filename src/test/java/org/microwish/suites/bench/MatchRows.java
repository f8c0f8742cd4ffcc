package org.microwish.suites.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.microwish.platform.Id;
import org.microwish.suites.bench.Measure.Goal;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Report rows about rankings: 16 members who read their matches, and 16 operators who read
 * candidates, with 100,000 open wishes and 10,000 members in one street. Anybody may claim the
 * wishes, so each ranking scores all of them.
 */
final class MatchRows {

  private static final int CALLERS = 16;
  private static final int WISHES = 100_000;
  private static final int CHUNK = 10_000;
  private static final int ORGANISATIONS = 90;
  private static final int MEMBERS = 10_000;

  /** Number of claims for which the time until a ranking includes them is measured. */
  private static final int CHANGES = 50;

  private final Options options;
  private final Report report;

  MatchRows(Options options, Report report) {
    this.options = options;
    this.report = report;
  }

  void run() throws Exception {
    Seed seed = Seed.schema("matches");
    List<Long> members = members(seed);
    double empty;
    try (Service service = Service.on(seed.settings())) {
      warm(service, new MemberRequests(members));
      empty = service.heap();
    }
    for (long first = 1; first < WISHES; first += CHUNK) {
      seed.insertWishes(first, 1);
    }
    seed.execute(
        """
        UPDATE wish SET first_published_at = UTC_TIMESTAMP(6) - INTERVAL (id % 60) DAY,
          published_at = UTC_TIMESTAMP(6) - INTERVAL (id % 60) DAY,
          claim_by = IF(id % 2 = 0, '2099-01-01', UTC_TIMESTAMP(6) + INTERVAL (1 + id % 30) DAY),
          needed_skill = IF(id % 3 = 0, CONCAT('skill ', id % 30), NULL)
        """);
    try (Service service =
        Service.on(seed.settings(), Map.of("MICROWISH_LIMITS_ACCOUNT_QUOTA", "100000000"))) {
      MemberRequests requests = new MemberRequests(members);
      warm(service, requests);
      report
          .add(Measure.informing("memory of %,d open wishes".formatted(WISHES), "MB"))
          .round(
              (service.heap() - empty) / 1e6,
              "heap after a collection, less that of a service without wishes: %.0f MB"
                  .formatted(empty / 1e6));
      Generator.Requests bare =
          MemberRequests.rotating(1_000, i -> MemberRequests.publicRead("/api/v1/time"));
      service.generator().closed(CALLERS, options.warmUp().dividedBy(6), bare);
      Profile profile =
          options.jfr()
              ? Profile.begin(
                  service.process().process().pid(), Options.DIRECTORY.resolve("matches.jfr"))
              : null;
      compare(service, "matches", () -> requests.read("/api/v1/matches"), bare);
      compare(service, "candidates", candidates(), bare);
      if (profile != null) {
        profile.end(report);
      }
      changes(service, members);
    }
  }

  private static List<Long> members(Seed seed) {
    List<Long> members = new ArrayList<>();
    List<String> homes = List.of(Street.COMMUNITY, Street.NEIGHBOUR);
    for (int i = 0; i < ORGANISATIONS; i++) {
      int upTo = MEMBERS * (i + 1) / ORGANISATIONS;
      members.addAll(
          seed.street()
              .members(
                  seed.street().organisation(),
                  homes.get(i % homes.size()),
                  upTo - members.size()));
    }
    seed.execute(
        "INSERT INTO member_skill (member_id, skill)"
            + " SELECT id, CONCAT('skill ', id % 30) FROM member WHERE id % 2 = 0");
    return members;
  }

  private void warm(Service service, MemberRequests requests) throws Exception {
    Duration each = options.warmUp().dividedBy(2);
    service.generator().closed(CALLERS, each, () -> requests.read("/api/v1/matches"));
    service.generator().closed(CALLERS, each, candidates());
  }

  private static Generator.Requests candidates() {
    List<String> desks =
        IntStream.range(0, CALLERS)
            .mapToObj(i -> Tokens.operator("desk-" + i, Street.STREET))
            .toList();
    return MemberRequests.rotating(
        4_096,
        i ->
            Generator.bytes(
                "GET /api/v1/wishes/"
                    + Id.text(1 + i * 7919L % WISHES)
                    + "/candidates HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                    + desks.get(i % CALLERS)
                    + "\r\n",
                ""));
  }

  private void compare(
      Service service, String name, Generator.Requests requests, Generator.Requests bare)
      throws Exception {
    Measure ratio = report.add(new Measure(name + " ÷ (b)", "×", Goal.from(0.4), Goal.from(0.4)));
    Measure latency =
        report.add(
            new Measure(
                "%s: p95 at %,d open wishes, 16 callers".formatted(name, WISHES),
                "ms",
                Goal.upTo(15),
                Goal.upTo(15)));
    Duration each = options.each().dividedBy(2);
    for (int round = 0; round < options.rounds(); round++) {
      Outcome control = service.generator().closed(CALLERS, each, bare);
      Outcome outcome = service.generator().closed(CALLERS, each, requests);
      ratio.round(
          outcome.perSecond(200) / control.perSecond(200),
          "%.0f/s ÷ %.0f/s".formatted(outcome.perSecond(200), control.perSecond(200)));
      latency.round(
          outcome.millis(95),
          "p50 %.1f ms, p99 %.1f ms".formatted(outcome.millis(50), outcome.millis(99)));
      if (outcome.total(200) != outcome.all().values().stream().mapToLong(Long::longValue).sum()) {
        ratio.fault("answers %s: %s".formatted(outcome.all(), outcome.strange()));
      }
    }
    System.out.println(ratio + "\n" + latency);
  }

  /** Measures the time from a claim's answer to the answer of a ranking that includes the claim. */
  private void changes(Service service, List<Long> members) throws Exception {
    Histogram seen = new Histogram(3);
    Measure measure = report.add(Measure.informing("time until a claim is in a ranking", "ms"));
    try (Http http = new Http()) {
      for (int i = 0; i < CHANGES; i++) {
        String token = Tokens.member("member-" + members.get(i), members.get(i));
        Answer claim =
            http.post(service.uri("/api/v1/wishes/" + Id.text(1 + i) + "/claims"))
                .bearer(token)
                .key("match-claim-" + i)
                .body("application/json", "{}".getBytes(StandardCharsets.UTF_8))
                .send();
        long claimed = System.nanoTime();
        Answer matches =
            http.get(service.uri("/api/v1/matches?after=" + claim.at("/ledger/entryId")))
                .bearer(token)
                .send();
        seen.recordValue((System.nanoTime() - claimed) / 1_000);
        if (claim.status() != 201 || matches.status() != 200) {
          measure.fault("answers " + claim.text() + " and " + matches.text());
        }
      }
    }
    measure.round(
        seen.getValueAtPercentile(50) / 1e3,
        "p95 %.0f ms of %d claims".formatted(seen.getValueAtPercentile(95) / 1e3, CHANGES));
    System.out.println(measure);
  }
}
