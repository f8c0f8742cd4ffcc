package org.microwish.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What came of one load.
 *
 * @param seconds how long requests were sent
 * @param answered answers by status that came within that time
 * @param late answers by status that came after it, to requests that were sent within it
 * @param unanswered requests whose connection ended, or whose answer never came
 * @param withoutRetryAfter answers 429 or 503 that did not say when to come again
 * @param latency of accepted requests (below 300), in microseconds
 * @param strange some answer that was neither accepted nor 429 or 503, for a message; or null
 */
record Outcome(
    double seconds,
    Map<Integer, Long> answered,
    Map<Integer, Long> late,
    long unanswered,
    long withoutRetryAfter,
    Histogram latency,
    String strange) {

  /** Answers of that status a second, of those that came in time. */
  double perSecond(int status) {
    return answered.getOrDefault(status, 0L) / seconds;
  }

  /** Answers of that status, whenever they came. */
  long total(int status) {
    return answered.getOrDefault(status, 0L) + late.getOrDefault(status, 0L);
  }

  /** All answers by status. */
  Map<Integer, Long> all() {
    Map<Integer, Long> all = new TreeMap<>(answered);
    late.forEach((status, count) -> all.merge(status, count, Long::sum));
    return all;
  }

  /** Latency of accepted requests in milliseconds, so many percent of which were faster. */
  double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e3;
  }
}
