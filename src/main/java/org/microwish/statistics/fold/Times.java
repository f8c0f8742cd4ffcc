package org.microwish.statistics.fold;

import java.time.Duration;
import java.util.Arrays;

/**
 * A distribution of durations over wishes. Percentiles are nearest-rank: always one of the values.
 *
 * @param count the number of values
 * @param median the 50th percentile; null when there are no values
 * @param p90 the 90th percentile; null when there are no values
 */
public record Times(long count, Duration median, Duration p90) {

  /**
   * Computes the distribution from values in microseconds, in any order.
   *
   * @param micros is sorted in place
   */
  static Times of(long[] micros) {
    if (micros.length == 0) {
      return new Times(0, null, null);
    }
    Arrays.sort(micros);
    return new Times(micros.length, rank(micros, 50), rank(micros, 90));
  }

  /** The smallest value that at least {@code percent} % of all values do not exceed. */
  private static Duration rank(long[] sorted, int percent) {
    long rank = Math.ceilDiv((long) percent * sorted.length, 100L);
    long micros = sorted[(int) rank - 1];
    return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }
}
