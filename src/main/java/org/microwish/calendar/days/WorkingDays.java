package org.microwish.calendar.days;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A calendar of working days and days of rest. The State Council publishes the notice of a year in
 * November of the year before. A day that is not known yet counts as a working day from Monday to
 * Friday. Immutable.
 */
public final class WorkingDays {

  /** The time zone of the calendar. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final Map<LocalDate, DayKind> days;
  private final Set<Integer> years;

  private WorkingDays(Map<LocalDate, DayKind> days) {
    this.days = Map.copyOf(days);
    Map<Integer, Integer> counts = new HashMap<>();
    days.keySet().forEach(day -> counts.merge(day.getYear(), 1, Integer::sum));
    this.years =
        counts.entrySet().stream()
            .filter(year -> year.getValue() == Year.of(year.getKey()).length())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Creates a calendar with the known days. */
  public static WorkingDays of(Map<LocalDate, DayKind> days) {
    return new WorkingDays(days);
  }

  /** A copy with these days replaced or added. */
  public WorkingDays with(Map<LocalDate, DayKind> said) {
    Map<LocalDate, DayKind> all = new HashMap<>(days);
    all.putAll(said);
    return new WorkingDays(all);
  }

  /** The kind of a day by the Monday-to-Friday week. */
  public static DayKind usual(LocalDate day) {
    return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 ? DayKind.WORKDAY : DayKind.RESTDAY;
  }

  /** The calendar day of an instant. */
  public static LocalDate day(Instant moment) {
    return moment.atZone(ZONE).toLocalDate();
  }

  /** The days of a year. */
  public static List<LocalDate> daysOf(int year) {
    return Year.of(year).atDay(1).datesUntil(Year.of(year + 1).atDay(1)).toList();
  }

  /** The kind of a day, by the Monday-to-Friday week if it is unknown. */
  public DayKind kind(LocalDate day) {
    DayKind known = days.get(day);
    return known == null ? usual(day) : known;
  }

  /** Whether each day of the year is known. */
  public boolean knows(int year) {
    return years.contains(year);
  }

  /**
   * The working day that is {@code count} working days after a day; the day itself does not count
   * (Civil Code art. 201).
   *
   * @param count at least 1
   */
  public LocalDate after(LocalDate day, int count) {
    LocalDate last = day;
    for (int counted = 0; counted < count; ) {
      last = last.plusDays(1);
      if (kind(last) == DayKind.WORKDAY) {
        counted++;
      }
    }
    return last;
  }
}
