package org.microwish.statistics.fold;

import java.time.Duration;
import java.util.Arrays;

/**
 * A distribution of durations over wishes. Percentiles are nearest-rank: each is one of the values.
 */
public record DurationFigures(long count, Duration median, Duration p90) {

  /**
   * Computes the distribution.
   *
   * @param micros durations in microseconds, in any order; this method sorts the array
   */
  static DurationFigures of(long[] micros) {
    if (micros.length == 0) {
      return new DurationFigures(0, null, null);
    }
    Arrays.sort(micros);
    return new DurationFigures(micros.length, rank(micros, 50), rank(micros, 90));
  }

  /**
   * Returns the smallest of the values such that at least {@code percent} % of all values are less
   * than or equal to it.
   */
  private static Duration rank(long[] sorted, int percent) {
    long rank = Math.ceilDiv((long) percent * sorted.length, 100L);
    long micros = sorted[(int) rank - 1];
    return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }
}
