package org.microwish.suites.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.suites.bench.Measure.Goal;

/**
 * Report rows about claims of distinct wishes: peaks against control (a), latency, overload, lag.
 */
final class ClaimRows {

  private static final List<Integer> CALLERS = List.of(16, 64, 256);
  private static final List<Integer> THREADS = List.of(4, 8, 16, 32);

  private final ClaimSetup stage;
  private final Options options;
  private final Report report;
  private final Map<Integer, Measure> ratios = new LinkedHashMap<>();
  private final Map<Integer, Measure> rates = new LinkedHashMap<>();
  private final Measure raw = Measure.informing("control (a), raw claims", "/s");
  private final Measure rawWrites =
      Measure.informing("claims/s, 64 callers ÷ (a) without its reads", "×");
  private final Measure allocated = Measure.informing("allocated by the service for a claim", "KB");
  private final Measure lag =
      new Measure("sequencing lag p99 at peak", "s", Goal.upTo(1), Goal.upTo(0.3));
  private Controls.Best best;

  ClaimRows(ClaimSetup stage, Options options, Report report) {
    this.stage = stage;
    this.options = options;
    this.report = report;
  }

  /**
   * Warms up the service and the controls, and finds the best settings of the controls. Claims of
   * wishes that are already taken come first: they are many times faster, so the JIT compiles the
   * request path sooner.
   */
  void warmUp() throws Exception {
    Duration third = options.warmUp().dividedBy(3);
    stage.lose(64, third.dividedBy(2));
    Outcome first = stage.claim(64, third.dividedBy(2));
    stage.claim(256, third);
    best = stage.bestRaw(THREADS, Duration.ofSeconds(2));
    Outcome last = stage.claim(64, third);
    System.out.printf(
        "warm-up: %.0f, then %.0f claims/s; raw %.0f/s with %s%n",
        first.perSecond(201), last.perSecond(201), best.perSecond(), best);
    report.fact("claimants", "5,000 members in turn, with no limit on the claims of each");
    report.fact("control (a)", "raw JDBC, one transaction a claim, " + best);
    report.appendix("Statements of one claim without concurrent requests", stage.statements());
    report.appendix("Statements of control (a)", RawClaims.statements());
  }

  /** Measures peaks with 16, 64 and 256 callers, and the figures derived from them. */
  void peaks() throws Exception {
    for (int callers : CALLERS) {
      Goal goal = Goal.from(callers == 16 ? 2.3 : callers == 64 ? 3.5 : 5.0);
      ratios.put(
          callers,
          report.add(
              new Measure(
                  "claims/s, distinct wishes, " + callers + " callers ÷ (a)", "×", goal, goal)));
      rates.put(callers, Measure.informing("claims/s, " + callers + " callers", "/s"));
    }
    report.add(lag);
    rates.values().forEach(report::add);
    report.add(raw);
    report.add(rawWrites);
    report.add(allocated);
    Profile profile = null;
    if (options.jfr()) {
      long pid = stage.service().process().process().pid();
      profile = Profile.begin(pid, Options.DIRECTORY.resolve("claims.jfr"));
    }
    for (int round = 0; round < options.rounds(); round++) {
      stage.prepare(
          options.each().multipliedBy(CALLERS.size()),
          options.each().multipliedBy(CALLERS.size() + 1L));
      for (int callers : CALLERS) {
        peak(callers, round % 2 == 0);
      }
      double writes = stage.rawClaims(best, options.each(), false);
      double rate = rates.get(64).rounds().getLast();
      rawWrites.round(rate / writes, "%.0f/s ÷ %.0f/s".formatted(rate, writes));
    }
    if (profile != null) {
      profile.end(report);
    }
    long accepted = stage.accepted();
    long stored = stage.stored();
    report.fact("claims answered 201 ÷ claims in the database", accepted + " ÷ " + stored);
    if (accepted != stored) {
      ratios
          .get(64)
          .fault("%d claims were answered 201, but there are %d".formatted(accepted, stored));
    }
  }

  /**
   * Runs one round with that many callers. The service and the control alternate in going first.
   */
  private void peak(int callers, boolean serviceFirst) throws Exception {
    double rawRate = serviceFirst ? 0 : stage.rawClaims(best, options.each(), true);
    Map<Double, Double> lagBefore = stage.service().lag();
    long allocatedBefore = stage.service().allocated();
    Outcome outcome = stage.claim(callers, options.each());
    long bytes = stage.service().allocated() - allocatedBefore;
    stage.settle();
    double lagged = Service.lagBelow(lagBefore, stage.service().lag(), 0.99);
    rawRate = serviceFirst ? stage.rawClaims(best, options.each(), true) : rawRate;

    double rate = outcome.perSecond(201);
    ratios
        .get(callers)
        .round(
            rate / rawRate,
            "%.0f/s ÷ %.0f/s; p50 %.1f ms, p99 %.1f ms, answers %s"
                .formatted(rate, rawRate, outcome.millis(50), outcome.millis(99), outcome.all()));
    rates.get(callers).round(rate, "%.0f/s".formatted(rate));
    raw.round(rawRate, "beside %d callers".formatted(callers));
    lag.round(lagged, "%d callers: below %.3f s".formatted(callers, lagged));
    allocated.round(
        bytes / 1024.0 / Math.max(1, outcome.total(201)),
        "%d callers, all threads".formatted(callers));
    check(outcome, ratios.get(callers));
    System.out.println(callers + " callers: " + ratios.get(callers));
  }

  /** Records a fault unless every answer is 201, or 429 or 503 with Retry-After. */
  static void check(Outcome outcome, Measure measure) {
    long other =
        outcome.all().entrySet().stream()
            .filter(one -> one.getKey() != 201 && one.getKey() != 429 && one.getKey() != 503)
            .mapToLong(Map.Entry::getValue)
            .sum();
    if (other > 0 || outcome.unanswered() > 0) {
      measure.fault(
          "%d other answers, %d without any: %s"
              .formatted(other, outcome.unanswered(), outcome.strange()));
    }
    if (outcome.withoutRetryAfter() > 0) {
      measure.fault("%d refusals without Retry-After".formatted(outcome.withoutRetryAfter()));
    }
  }

  /** Returns the highest rate, in claims per second, over all numbers of callers. */
  private double peakRate() throws Exception {
    if (rates.isEmpty()) {
      List<Double> peaks = new ArrayList<>();
      for (int callers : CALLERS) {
        peaks.add(stage.claim(callers, options.each()).perSecond(201));
      }
      return peaks.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
    return rates.values().stream().mapToDouble(Measure::median).max().orElseThrow();
  }

  /**
   * Measures latency at 40 % of the peak rate, and the accepted rate when twice the peak is
   * offered.
   */
  void constantRates() throws Exception {
    Measure p50 =
        report.add(new Measure("p50 at 40 % of own peak", "ms", Goal.upTo(8), Goal.upTo(8)));
    Measure p99 =
        report.add(new Measure("p99 at 40 % of own peak", "ms", Goal.upTo(25), Goal.upTo(25)));
    Measure overload =
        report.add(
            new Measure(
                "at 2 × overload: accepted ÷ peak, the rest 429 or 503 with Retry-After",
                "×",
                Goal.from(0.85),
                Goal.from(0.85)));
    double peak = peakRate();
    for (int round = 0; round < options.rounds(); round++) {
      stage.settle();
      Outcome calm = stage.claimAt(0.4 * peak, options.each());
      p50.round(calm.millis(50), "%.0f/s offered".formatted(0.4 * peak));
      p99.round(
          calm.millis(99),
          "%.0f/s offered; p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms, answers %s"
              .formatted(
                  0.4 * peak,
                  calm.millis(50),
                  calm.millis(90),
                  calm.millis(99),
                  calm.millis(100),
                  calm.all()));
      check(calm, p99);
      System.out.println(p99);
      stage.settle();
      Outcome flood = stage.claimAt(2 * peak, options.each());
      double accepted = flood.perSecond(201);
      overload.round(
          accepted / peak,
          "%.0f/s offered, %.0f/s accepted; p50 %.0f ms, p99 %.0f ms, answers %s"
              .formatted(2 * peak, accepted, flood.millis(50), flood.millis(99), flood.all()));
      check(flood, overload);
      System.out.println(overload);
    }
    stage.settle();
    long made = stage.accepted();
    long stored = stage.stored();
    if (made != stored) {
      overload.fault("%d claims were answered 201, but there are %d".formatted(made, stored));
    }
  }
}
