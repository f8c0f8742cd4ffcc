package org.microwish.calendar;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.microwish.calendar.CalendarQueries.Day;
import org.microwish.calendar.days.DayKind;
import org.microwish.calendar.days.WorkingDays;

/**
 * Reads the years whose working days are shipped with the program, each with the notice that it was
 * copied from. Like the notices, the file lists public holidays and the weekend days on which
 * offices work; all other days follow the Monday-to-Friday week.
 */
final class KnownYears {

  private static final String FILE = "/calendar/years.json";

  /**
   * A year in the file.
   *
   * @param source the notice that the year was copied from
   * @param rest days of rest; a period is written as its first and last day with {@code /} between
   *     them
   * @param work weekend days that are working days
   */
  record KnownYear(int year, String source, List<String> rest, List<String> work) {

    /**
     * Returns every day of the year with its kind.
     *
     * @throws IllegalStateException if a listed day is outside the year, or listed both as a day of
     *     rest and as a working day
     */
    List<Day> days() {
      Set<LocalDate> resting = new HashSet<>();
      rest.forEach(period -> resting.addAll(period(period)));
      Set<LocalDate> working = new HashSet<>();
      work.forEach(day -> working.add(LocalDate.parse(day)));
      List<Day> days = new ArrayList<>();
      for (LocalDate day : WorkingDays.daysOf(year)) {
        boolean works =
            !resting.remove(day)
                && (working.remove(day) || WorkingDays.usual(day) == DayKind.WORKDAY);
        days.add(new Day(day, works ? DayKind.WORKDAY : DayKind.RESTDAY, source));
      }
      if (!resting.isEmpty() || !working.isEmpty()) {
        throw new IllegalStateException(
            FILE + ": outside " + year + ", or both rest and work: " + resting + working);
      }
      return days;
    }

    private static List<LocalDate> period(String text) {
      String[] ends = text.split("/", -1);
      return LocalDate.parse(ends[0])
          .datesUntil(LocalDate.parse(ends[ends.length - 1]).plusDays(1))
          .toList();
    }
  }

  private KnownYears() {}

  static List<KnownYear> read() {
    try (InputStream file = KnownYears.class.getResourceAsStream(FILE)) {
      return List.of(new ObjectMapper().readValue(file, KnownYear[].class));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
