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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A calendar of working days and days of rest. The State Council publishes the notice of a year in
 * November of the year before. A day that is not known yet counts as a working day from Monday to
 * Friday. Immutable.
 */
public final class WorkingDays {

  /** The time zone in which the days of the calendar begin and end. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final Map<LocalDate, DayKind> days;
  private final Set<Integer> years;

  /** Caches the last result of {@link #after} for each count; most calls start from today. */
  private final Map<Integer, Counted> counted = new ConcurrentHashMap<>();

  private record Counted(LocalDate from, LocalDate to) {}

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

  /** Returns a copy of this calendar to which the days of {@code said} are added or replaced. */
  public WorkingDays with(Map<LocalDate, DayKind> said) {
    Map<LocalDate, DayKind> all = new HashMap<>(days);
    all.putAll(said);
    return new WorkingDays(all);
  }

  /** Returns the kind of a day by its weekday alone: a working day from Monday to Friday. */
  public static DayKind usual(LocalDate day) {
    return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 ? DayKind.WORKDAY : DayKind.RESTDAY;
  }

  /** Returns the calendar day of an instant, in {@link #ZONE}. */
  public static LocalDate day(Instant moment) {
    return moment.atZone(ZONE).toLocalDate();
  }

  /** Returns all days of a year, in order. */
  public static List<LocalDate> daysOf(int year) {
    return Year.of(year).atDay(1).datesUntil(Year.of(year + 1).atDay(1)).toList();
  }

  /** Returns the known kind of a day or, if the day is not known, its kind by the weekday alone. */
  public DayKind kind(LocalDate day) {
    DayKind known = days.get(day);
    return known == null ? usual(day) : known;
  }

  /** Returns true if the calendar knows every day of the year. */
  public boolean knows(int year) {
    return years.contains(year);
  }

  /**
   * Returns the working day that is {@code count} working days after {@code day}; {@code day}
   * itself does not count (Civil Code art. 201).
   *
   * @param count at least 1
   */
  public LocalDate after(LocalDate day, int count) {
    Counted known = counted.get(count);
    if (known != null && known.from().equals(day)) {
      return known.to();
    }
    LocalDate last = day;
    for (int passed = 0; passed < count; ) {
      last = last.plusDays(1);
      if (kind(last) == DayKind.WORKDAY) {
        passed++;
      }
    }
    counted.put(count, new Counted(day, last));
    return last;
  }
}
