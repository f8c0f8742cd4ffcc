package org.microwish.suites.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.microwish.platform.Id;
import org.microwish.suites.bench.Measure.Goal;
import org.microwish.testing.Street;

/**
 * Report rows about size: the same requests to a service with a small database and to one with a
 * large database, in turn. The ratio is of mean latencies of a few callers, where every statement
 * counts.
 */
final class SizeRows {

  private static final int CALLERS = 4;
  private static final int SMALL_WISHES = 10_000;
  private static final int LARGE_WISHES = Integer.getInteger("bench.wishes", 1_000_000);
  private static final int SMALL_ENTRIES = 1_000;
  private static final int LARGE_ENTRIES = Integer.getInteger("bench.entries", 1_000_000);

  /** Pages of 100 to walk before a page counts as deep. */
  private static final int DEEP = 1_000;

  /** Claims per second while claim latency is compared. */
  private static final double CLAIMS = 100;

  /** Claims per second while statistics are read, so that cached answers become outdated. */
  private static final double TRICKLE = 20;

  private final Options options;
  private final Report report;

  SizeRows(Options options, Report report) {
    this.options = options;
    this.report = report;
  }

  /** One of the two services with its database. */
  private static final class SizedService implements AutoCloseable {
    private final Seed seed;
    private final int wishes;
    private final int entries;
    private final MemberRequests crowd;
    private final AtomicLong claimed = new AtomicLong();
    private Service service;

    SizedService(String name, int wishes, int entries) {
      this.wishes = wishes;
      seed = Seed.schema(name);
      crowd = new MemberRequests(seed.members(2_000));
      seed.wishes(wishes);
      this.entries = Entries.write(seed, entries);
    }

    /** Starts the service and waits until the statistics have counted the leaves of all entries. */
    void start() throws Exception {
      service = Service.on(seed.settings());
      Awaitility.await()
          .atMost(Duration.ofMinutes(6))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () ->
                  seed.number("SELECT position FROM ledger_cursor WHERE consumer = 'statistics'")
                      >= entries);
    }

    /**
     * Returns the next claim, spread over all wishes; never the same wish twice within {@code
     * wishes} claims.
     */
    byte[] claim() {
      // The step is a prime that divides neither size.
      return crowd.claim(claimed.getAndIncrement() * 7_919 % wishes + 1);
    }

    byte[] byId(int i) {
      return MemberRequests.publicRead("/api/v1/wishes/" + Id.text((long) i * 7_919 % wishes + 1));
    }

    Outcome closed(Generator.Requests requests, Duration duration) throws Exception {
      return service.generator().closed(CALLERS, duration, requests);
    }

    @Override
    public void close() {
      if (service != null) {
        service.close();
      }
    }
  }

  void run() throws Exception {
    long began = System.nanoTime();
    try (SizedService small = new SizedService("small", SMALL_WISHES, SMALL_ENTRIES);
        SizedService large = new SizedService("large", LARGE_WISHES, LARGE_ENTRIES)) {
      System.out.printf("seeded in %.0f s%n", (System.nanoTime() - began) / 1e9);
      small.start();
      large.start();
      String took = "%.0f s".formatted((System.nanoTime() - began) / 1e9);
      report.fact(
          "sizes",
          "%,d wishes and %,d entries against %,d and %,d; seeded, sequenced and counted in %s"
              .formatted(LARGE_WISHES, LARGE_ENTRIES, SMALL_WISHES, SMALL_ENTRIES, took));
      System.out.println("sizes ready after " + took);
      String deep = deepPage(large);
      warmUp(small, large);
      growth(small, large);
      pages(large, deep);
      statistics(small, large);
    }
  }

  /** Sends one kind of request to the small or the large service for the given duration. */
  @FunctionalInterface
  private interface Question {
    Outcome ask(SizedService side, Duration duration) throws Exception;
  }

  private static Map<String, Question> questions() {
    Map<String, Question> all = new LinkedHashMap<>();
    // At a constant rate, so that the few wishes are not used up.
    all.put(
        "a claim",
        (side, duration) -> side.service.generator().constant(CLAIMS, 16, duration, side::claim));
    all.put(
        "a member's own claims",
        (side, duration) ->
            side.closed(
                MemberRequests.rotating(1_000, i -> side.crowd.read("/api/v1/claims")), duration));
    all.put(
        "a wish by id",
        (side, duration) -> side.closed(MemberRequests.rotating(1_000, side::byId), duration));
    wall(all, "first page of the wall", "");
    wall(all, "… of a community", "?division=" + Street.NEIGHBOUR);
    wall(all, "… of a street", "?division=" + Street.STREET);
    wall(all, "… of a category", "?category=SERVICE");
    wall(all, "… of a state", "?state=OPEN");
    wall(all, "… of a category in a community", "?category=GOODS&division=" + Street.NEIGHBOUR);
    return all;
  }

  private static void wall(Map<String, Question> all, String name, String query) {
    all.put(name, (side, duration) -> side.closed(reads("/api/v1/wishes" + query), duration));
  }

  private static Generator.Requests reads(String path) {
    byte[] request = MemberRequests.publicRead(path);
    return () -> request;
  }

  private void warmUp(SizedService small, SizedService large) throws Exception {
    Duration each = options.warmUp().dividedBy(questions().size() * 2L);
    for (Question question : questions().values()) {
      question.ask(small, each);
      question.ask(large, each);
    }
  }

  private void growth(SizedService small, SizedService large) throws Exception {
    Measure worst =
        report.add(
            new Measure(
                "the most that any read or claim grows: at %,d wishes ÷ at %,d"
                    .formatted(LARGE_WISHES, SMALL_WISHES),
                "× latency",
                Goal.upTo(1.3),
                Goal.upTo(1.1)));
    Map<String, Measure> all = new LinkedHashMap<>();
    Duration duration = options.each().dividedBy(4);
    for (int round = 0; round < options.rounds(); round++) {
      for (Map.Entry<String, Question> one : questions().entrySet()) {
        // The sides alternate in going first.
        List<SizedService> order = round % 2 == 0 ? List.of(large, small) : List.of(small, large);
        Map<SizedService, Outcome> outcomes = new HashMap<>();
        for (SizedService side : order) {
          Outcome outcome = one.getValue().ask(side, duration);
          check(one.getKey(), outcome, worst);
          outcomes.put(side, outcome);
        }
        Outcome many = outcomes.get(large);
        Outcome few = outcomes.get(small);
        all.computeIfAbsent(one.getKey(), name -> Measure.informing("— " + name, "× latency"))
            .round(
                mean(many) / mean(few),
                "mean %.2f ms ÷ %.2f ms, p99 %.1f ms and %.1f ms"
                    .formatted(mean(many), mean(few), many.millis(99), few.millis(99)));
      }
    }
    Measure slowest =
        all.values().stream().max(Comparator.comparingDouble(Measure::median)).orElseThrow();
    slowest.rounds().forEach(ratio -> worst.round(ratio, slowest.name()));
    all.values().forEach(report::add);
    System.out.println(worst);
    all.values().forEach(System.out::println);
  }

  private static double mean(Outcome outcome) {
    return outcome.latency().getMean() / 1e3;
  }

  private static void check(String name, Outcome outcome, Measure measure) {
    boolean fine = outcome.all().keySet().stream().allMatch(status -> status < 300);
    if (!fine || outcome.unanswered() > 0) {
      measure.fault("%s: answers %s: %s".formatted(name, outcome.all(), outcome.strange()));
    }
  }

  /** Pages through the wall like a client and returns the path of a page far down. */
  private static String deepPage(SizedService side) throws Exception {
    ObjectMapper json = new ObjectMapper();
    String cursor = null;
    for (int page = 0; page < DEEP; page++) {
      String path = "/api/v1/wishes?limit=100" + after(cursor);
      cursor = json.readTree(side.service.read(path)).path("nextCursor").asText(null);
      if (cursor == null) {
        throw new IllegalStateException("the wall ends at page " + page);
      }
    }
    return "/api/v1/wishes?limit=20" + after(cursor);
  }

  private static String after(String cursor) {
    return cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
  }

  private void pages(SizedService side, String deep) throws Exception {
    Measure measure =
        report.add(
            new Measure(
                "page of the wall after %,d wishes ÷ first page".formatted(DEEP * 100),
                "× latency",
                Goal.upTo(1.2),
                Goal.upTo(1.05)));
    Duration duration = options.each().dividedBy(2);
    side.closed(reads(deep), duration);
    for (int round = 0; round < options.rounds(); round++) {
      Outcome first = side.closed(reads("/api/v1/wishes?limit=20"), duration);
      Outcome far = side.closed(reads(deep), duration);
      measure.round(
          mean(far) / mean(first),
          "mean %.2f ms ÷ %.2f ms at %,d wishes".formatted(mean(far), mean(first), LARGE_WISHES));
      check("deep page", far, measure);
    }
    System.out.println(measure);
  }

  private void statistics(SizedService small, SizedService large) throws Exception {
    Measure measure =
        report.add(
            new Measure(
                "statistics overview at %,d ledger entries ÷ at %,d"
                    .formatted(LARGE_ENTRIES, SMALL_ENTRIES),
                "× latency",
                Goal.upTo(1.2),
                Goal.upTo(1.0)));
    overview(small);
    overview(large);
    for (int round = 0; round < options.rounds(); round++) {
      Outcome few = overview(small);
      Outcome many = overview(large);
      measure.round(
          mean(many) / mean(few),
          ("mean %.2f ms ÷ %.2f ms, p99 %.1f ms and %.1f ms, while %.0f claims a second are"
                  + " recorded")
              .formatted(mean(many), mean(few), many.millis(99), few.millis(99), TRICKLE));
      check("overview", many, measure);
      check("overview", few, measure);
    }
    System.out.println(measure);
  }

  /**
   * Reads the overview while claims are recorded; otherwise a cached answer would serve every read.
   */
  private Outcome overview(SizedService side) throws Exception {
    Duration duration = options.each().dividedBy(2);
    CompletableFuture<Outcome> claims =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return side.service.generator().constant(TRICKLE, 16, duration, side::claim);
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
            });
    Outcome outcome = side.closed(reads("/api/v1/statistics/overview"), duration);
    claims.get();
    return outcome;
  }
}
