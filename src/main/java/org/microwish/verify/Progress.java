package org.microwish.verify;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Prints how many leaves are done, the rate and the remaining time, at most every two seconds. */
final class Progress {

  private static final Duration EVERY = Duration.ofSeconds(2);

  private final PrintStream out;
  private final long total;
  private final LongSupplier nanos;
  private final long began;
  private long shownAt;

  Progress(PrintStream out, long total) {
    this(out, total, System::nanoTime);
  }

  Progress(PrintStream out, long total, LongSupplier nanos) {
    this.out = out;
    this.total = total;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    this.shownAt = began;
  }

  void show(long done) {
    long now = nanos.getAsLong();
    if (done > 0 && now - shownAt > EVERY.toNanos()) {
      shownAt = now;
      double perSecond = done * 1e9 / (now - began);
      out.printf(
          "%d of %d leaves (%.0f %%), %.0f per second, %s left%n",
          done, total, done * 100.0 / total, perSecond, left((total - done) / perSecond));
    }
  }

  private static String left(double seconds) {
    return seconds < 90
        ? "%.0f s".formatted(seconds)
        : seconds < 5400 ? "%.0f min".formatted(seconds / 60) : "%.1f h".formatted(seconds / 3600);
  }

  void end(int aggregates) {
    out.printf(
        "%d leaves of %d aggregates read in %.1f s%n",
        total, aggregates, (nanos.getAsLong() - began) / 1e9);
  }
}
