package org.microwish.statistics.fold;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Which wishes and check-ins a question is about.
 *
 * @param division the path whose subtree is meant; empty for everywhere
 * @param kind only wishes of this kind; null for both. Check-ins have no kind.
 * @param from the first day (Asia/Shanghai) of a wish's first publication, or of a check-in; null
 *     for no bound
 * @param to the last such day; null for no bound
 */
public record Selection(String division, CountedKind kind, LocalDate from, LocalDate to) {

  /** Everything. */
  public static final Selection ALL = new Selection("", null, null, null);

  /** Whether days bound it. */
  public boolean isBounded() {
    return from != null || to != null;
  }

  boolean covers(String community) {
    return community.startsWith(division);
  }

  /** A test for moments, with the bounds worked out once. */
  Window window() {
    return new Window(
        from == null ? Instant.MIN : Shanghai.start(from),
        to == null ? Instant.MAX : Shanghai.start(to.plusDays(1)));
  }

  /** From the first moment, up to and without the second. */
  record Window(Instant start, Instant end) {
    boolean holds(Instant moment) {
      return !moment.isBefore(start) && moment.isBefore(end);
    }
  }
}
