package org.microwish.sample;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Reports the progress of a load as lines of text, at most one every three seconds. */
final class SampleProgress implements Consumer<SampleLoader.Progress> {

  private static final Duration EVERY = Duration.ofSeconds(3);

  private final Consumer<String> lines;
  private long saidAt = System.nanoTime();

  SampleProgress(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void accept(SampleLoader.Progress progress) {
    if (System.nanoTime() - saidAt >= EVERY.toNanos()) {
      saidAt = System.nanoTime();
      lines.accept(
          String.format(
              Locale.ROOT,
              "Loading the sample street: %d %% (%,d of %,d ledger entries)",
              progress.percent(),
              progress.entries(),
              progress.of()));
    }
  }
}
