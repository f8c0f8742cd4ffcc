package org.microwish.suites.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.microwish.suites.bench.Measure.Goal;

/**
 * Report rows about one wish that all callers claim: accepted claims while it has places, and
 * refused claims when it is full.
 */
final class ContendedRows {

  private static final int CALLERS = 64;
  private static final int PLACES = 1_000;
  private static final List<Integer> THREADS = List.of(2, 4, 8, 16);

  /** First id of these wishes, above the ids of all others. */
  private static final long FIRST = 50_000_001;

  private final ClaimSetup stage;
  private final Options options;
  private final Report report;
  private final AtomicLong claims = new AtomicLong();
  private final AtomicLong rawClaims = new AtomicLong();

  ContendedRows(ClaimSetup stage, Options options, Report report) {
    this.stage = stage;
    this.options = options;
    this.report = report;
  }

  /** Returns the next wish to claim; each wish gets as many claims as it has places. */
  private static long wish(AtomicLong claims) {
    return FIRST + claims.getAndIncrement() / PLACES;
  }

  void run() throws Exception {
    stage.seed().insertWishes(FIRST, PLACES);
    stage.rawSeed().insertWishes(FIRST, PLACES);
    places();
    losers();
  }

  private void places() throws Exception {
    Measure measure =
        report.add(
            new Measure(
                "claims/s on one wish with 1,000 places ÷ (a) on the same row",
                "×",
                Goal.from(3),
                Goal.from(8)));
    Controls.Work raw = stage.raw().claims(() -> wish(rawClaims), PLACES, true);
    Controls.Best best = stage.controls().best(THREADS, Duration.ofSeconds(1), raw);
    claim();
    for (int round = 0; round < options.rounds(); round++) {
      double rawRate =
          stage.controls().perSecond(best.threads(), options.each(), best.preparation(), raw);
      Outcome outcome = claim();
      stage.settle();
      double rate = outcome.perSecond(201);
      measure.round(
          rate / rawRate,
          "%.0f/s by %d callers ÷ %.0f/s with %s; p99 %.1f ms, answers %s"
              .formatted(rate, CALLERS, rawRate, best, outcome.millis(99), outcome.all()));
      ClaimRows.check(outcome, measure);
      System.out.println(measure);
    }
    long over = stage.seed().number("SELECT COUNT(*) FROM wish WHERE places_taken > places");
    long made = stage.accepted();
    long stored = stage.stored();
    if (over > 0 || made != stored) {
      measure.fault(
          "%d wishes oversold; %d claims were answered 201, but there are %d"
              .formatted(over, made, stored));
    }
  }

  private Outcome claim() throws Exception {
    return stage.count(
        stage
            .generator()
            .closed(CALLERS, options.each(), stage.crowd().claims(() -> wish(claims))));
  }

  private void losers() throws Exception {
    Measure measure =
        report.add(
            new Measure(
                "losers/s on a taken wish ÷ raw losing UPDATE", "×", Goal.from(1.5), Goal.from(3)));
    Controls.Work raw = RawClaims.losing(FIRST);
    stage.rawSeed().execute("UPDATE wish SET places_taken = places WHERE id = " + FIRST);
    Controls.Best best = stage.controls().best(THREADS, Duration.ofSeconds(1), raw);
    stage.lose(CALLERS, options.each());
    for (int round = 0; round < options.rounds(); round++) {
      double rawRate =
          stage.controls().perSecond(best.threads(), options.each(), best.preparation(), raw);
      Outcome outcome = stage.lose(CALLERS, options.each());
      double rate = outcome.perSecond(409);
      measure.round(
          rate / rawRate,
          "%.0f/s by %d callers ÷ %.0f/s with %s; answers %s"
              .formatted(rate, CALLERS, rawRate, best, outcome.all()));
      if (outcome.total(201) > 0
          || outcome.strange() == null
          || !outcome.strange().contains("WISH_FULL")) {
        measure.fault("some answers were not WISH_FULL: %s".formatted(outcome.strange()));
      }
      System.out.println(measure);
    }
  }
}
