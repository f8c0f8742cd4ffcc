package org.microwish.statistics.fold;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Selects the wishes, check-ins and groups that a query counts.
 *
 * @param division the path of a division, whose whole subtree is selected; empty for all divisions
 * @param kind selects only wishes of this kind; null selects both kinds. Check-ins and groups have
 *     no kind and are always selected.
 * @param from the first day (Asia/Shanghai) of a wish's first publication, of a check-in, or of a
 *     group's approval; null for no bound
 * @param to the last day (Asia/Shanghai) of the same events, inclusive; null for no bound
 */
public record Selection(String division, CountedKind kind, LocalDate from, LocalDate to) {

  /** Selects everything. */
  public static final Selection ALL = new Selection("", null, null, null);

  /** Whether the selection has a first or last day. */
  public boolean isBounded() {
    return from != null || to != null;
  }

  boolean covers(String community) {
    return community.startsWith(division);
  }

  /** Returns the bounds as instants; callers compute them once and use them for all events. */
  Window window() {
    return new Window(
        from == null ? Instant.MIN : Shanghai.start(from),
        to == null ? Instant.MAX : Shanghai.start(to.plusDays(1)));
  }

  /** A half-open interval: {@code start} is included, {@code end} is not. */
  record Window(Instant start, Instant end) {
    boolean holds(Instant moment) {
      return !moment.isBefore(start) && moment.isBefore(end);
    }
  }
}
