package org.microwish.calendar.days;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A time limit: a duration, or a number of working days. Configuration writes it as {@code P7D} or
 * {@code 7 working days}.
 *
 * @param length the duration; null for a limit in working days
 * @param workingDays the number of working days; 0 for a duration
 */
public record TimeLimit(Duration length, int workingDays) {

  /**
   * The maximum number of working days: more than any real limit. {@link #end} steps through the
   * days one by one, so a mistyped larger number would slow down each command that sets a deadline.
   */
  private static final int MOST_DAYS = 999;

  public TimeLimit {
    boolean elapses = length != null && length.isPositive() && workingDays == 0;
    boolean counts = length == null && workingDays >= 1 && workingDays <= MOST_DAYS;
    if (!elapses && !counts) {
      throw new IllegalArgumentException(
          length + " and " + workingDays + " working days are not a limit");
    }
  }

  /** Creates a limit that is a duration. */
  public static TimeLimit of(Duration length) {
    return new TimeLimit(length, 0);
  }

  /** Creates a limit in working days. */
  public static TimeLimit ofWorkingDays(int count) {
    return new TimeLimit(null, count);
  }

  /**
   * Parses a setting.
   *
   * @param text {@code 7 working days}; or an ISO 8601 duration, whose leading letters may be
   *     omitted for a single unit: {@code P7D}, {@code PT36H}, {@code 7D}, {@code 36H}
   * @throws IllegalArgumentException with a message that states the permitted forms
   */
  public static TimeLimit parse(CharSequence text) {
    String given = text.toString();
    try {
      if (given.matches("[0-9]{1,9} working days?")) {
        return ofWorkingDays(Integer.parseInt(given.substring(0, given.indexOf(' '))));
      }
      String iso = given.matches("[0-9]+[dD]") ? "P" + given : given;
      iso = given.matches("[0-9]+[hHmMsS]") ? "PT" + given : iso;
      return of(Duration.parse(iso));
    } catch (DateTimeException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "'%s' is neither a duration above zero such as P7D nor 1 to %d working days such as"
                  .formatted(given, MOST_DAYS)
              + " '7 working days'",
          wrong);
    }
  }

  /** Returns true if the limit is a number of working days, false if it is a duration. */
  public boolean countsWorkingDays() {
    return length == null;
  }

  /**
   * Returns the end of a limit that begins at {@code start}. A duration is added to {@code start}
   * exactly. For working days, the day of the start does not count, and the end is the midnight
   * after the last day, in the time zone of China (Civil Code art. 201 and 203).
   */
  public Instant end(Instant start, WorkingDays calendar) {
    if (!countsWorkingDays()) {
      return start.plus(length);
    }
    return calendar
        .after(WorkingDays.day(start), workingDays)
        .plusDays(1)
        .atStartOfDay(WorkingDays.ZONE)
        .toInstant();
  }

  /** Returns the latest start, in whole microseconds, of a limit that has ended at {@code end}. */
  public Instant latestStart(Instant end, WorkingDays calendar) {
    if (!countsWorkingDays()) {
      return end.minus(length);
    }
    LocalDate day = WorkingDays.day(end);
    Instant next;
    do {
      next = day.atStartOfDay(WorkingDays.ZONE).toInstant();
      day = day.minusDays(1);
    } while (end(day.atStartOfDay(WorkingDays.ZONE).toInstant(), calendar).isAfter(end));
    return next.minus(1, ChronoUnit.MICROS);
  }
}
