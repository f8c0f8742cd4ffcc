package org.microwish.statistics.fold;

import java.time.Instant;

/**
 * The time from one moment to another.
 *
 * @param until null while it lasts
 */
public record Span(Instant since, Instant until) {

  /** Whether this time includes the last moment before {@code end}. */
  boolean lastsUntil(Instant end) {
    return since.isBefore(end) && (until == null || !until.isBefore(end));
  }
}
