package org.microwish.verify;

import java.io.PrintStream;
import java.time.Duration;

/** Prints the progress, at most every two seconds. */
final class Progress {

  private static final Duration EVERY = Duration.ofSeconds(2);

  private final PrintStream out;
  private final long total;
  private final long began = System.nanoTime();
  private long shownAt = began;

  Progress(PrintStream out, long total) {
    this.out = out;
    this.total = total;
  }

  void show(long done) {
    long now = System.nanoTime();
    if (now - shownAt > EVERY.toNanos()) {
      shownAt = now;
      out.printf(
          "%d of %d leaves (%d %%), %.0f per second%n",
          done, total, done * 100 / total, done * 1e9 / (now - began));
    }
  }

  void end(int aggregates) {
    out.printf(
        "%d leaves of %d aggregates read in %.1f s%n",
        total, aggregates, (System.nanoTime() - began) / 1e9);
  }
}
