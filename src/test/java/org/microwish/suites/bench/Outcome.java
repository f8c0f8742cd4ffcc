package org.microwish.suites.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Result of one load.
 *
 * @param seconds how long requests were sent
 * @param answered answers by status that arrived within that time
 * @param late answers by status that arrived later, to requests sent within that time
 * @param unanswered requests without an answer: the connection broke or the answer never arrived
 * @param withoutRetryAfter answers 429 or 503 without a Retry-After header
 * @param latency latency of accepted requests (status below 300), in microseconds
 * @param strange the first answer that was neither accepted nor 429 or 503, for a message; or null
 */
record Outcome(
    double seconds,
    Map<Integer, Long> answered,
    Map<Integer, Long> late,
    long unanswered,
    long withoutRetryAfter,
    Histogram latency,
    String strange) {

  /** Returns the answers per second with that status, of those that arrived in time. */
  double perSecond(int status) {
    return answered.getOrDefault(status, 0L) / seconds;
  }

  /** Returns all answers with that status, late ones included. */
  long total(int status) {
    return answered.getOrDefault(status, 0L) + late.getOrDefault(status, 0L);
  }

  /** Returns all answers by status, late ones included. */
  Map<Integer, Long> all() {
    Map<Integer, Long> all = new TreeMap<>(answered);
    late.forEach((status, count) -> all.merge(status, count, Long::sum));
    return all;
  }

  /** Returns a percentile of the latency of accepted requests, in milliseconds. */
  double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e3;
  }
}
