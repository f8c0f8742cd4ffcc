package org.microwish.sample;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.microwish.platform.Time;

/**
 * The times of one story, each later than the one before, at hours at which such things happen.
 * Dates are those of Asia/Shanghai.
 */
final class Diary {

  private static final LocalTime OFFICE_OPENS = LocalTime.of(9, 0);
  private static final LocalTime OFFICE_CLOSES = LocalTime.of(17, 30);
  private static final LocalTime EVENING_ENDS = LocalTime.of(21, 0);

  private final Dice dice;
  private LocalDateTime now;

  Diary(Dice dice, LocalDateTime start) {
    this.dice = dice;
    this.now = start;
  }

  /** The time of the last entry. */
  Instant now() {
    return instant(now);
  }

  /** The day of the last entry. */
  LocalDate today() {
    return now.toLocalDate();
  }

  /** Something done by staff: some days later, on a working day, in office hours. */
  Instant office(int minDays, int maxDays) {
    LocalDateTime next = officeTime(today().plusDays(dice.between(minDays, maxDays)));
    if (!next.isAfter(now)) {
      next = now.plusMinutes(dice.between(6, 45));
      if (next.toLocalTime().isAfter(OFFICE_CLOSES) || !isWorkingDay(next.toLocalDate())) {
        next = officeTime(next.toLocalDate().plusDays(1));
      }
    }
    return moveTo(next);
  }

  /** Something done by volunteers or residents: some days later, any day, also in the evening. */
  Instant anyTime(int minDays, int maxDays) {
    LocalDateTime next = dayTime(today().plusDays(dice.between(minDays, maxDays)));
    if (!next.isAfter(now)) {
      next = now.plusMinutes(dice.between(9, 75));
      if (next.toLocalTime().isAfter(EVENING_ENDS) || next.toLocalTime().isBefore(OFFICE_OPENS)) {
        next = dayTime(next.toLocalDate().plusDays(1));
      }
    }
    return moveTo(next);
  }

  /** Something that follows at once, within minutes. */
  Instant soon() {
    return moveTo(now.plusMinutes(dice.between(2, 14)).plusSeconds(dice.below(60)));
  }

  /** Something that a clock does when so many days have passed since an earlier entry. */
  Instant byClock(Instant since, int days) {
    LocalDateTime due = LocalDateTime.ofInstant(since, Time.ZONE).plusDays(days);
    return moveTo((due.isAfter(now) ? due : now).plusMinutes(dice.between(1, 9)));
  }

  /** Skips ahead to a day, before office hours, unless it has passed. */
  void skipTo(LocalDate day) {
    LocalDateTime morning = day.atTime(8, 30);
    if (morning.isAfter(now)) {
      now = morning;
    }
  }

  /** Whether offices are open: not on week-ends, and not in the long holidays of 2021 and 2022. */
  static boolean isWorkingDay(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY
        && day.getDayOfWeek() != DayOfWeek.SUNDAY
        && !within(day, LocalDate.of(2021, 2, 11), LocalDate.of(2021, 2, 17))
        && !within(day, LocalDate.of(2021, 10, 1), LocalDate.of(2021, 10, 7))
        && !within(day, LocalDate.of(2022, 1, 31), LocalDate.of(2022, 2, 6));
  }

  static Instant instant(LocalDateTime time) {
    return time.atZone(Time.ZONE).toInstant();
  }

  private static boolean within(LocalDate day, LocalDate first, LocalDate last) {
    return !day.isBefore(first) && !day.isAfter(last);
  }

  private LocalDateTime officeTime(LocalDate day) {
    LocalDate open = day;
    while (!isWorkingDay(open)) {
      open = open.plusDays(1);
    }
    LocalTime time =
        dice.percent(50)
            ? LocalTime.of(9, 5).plusMinutes(dice.below(160))
            : LocalTime.of(14, 0).plusMinutes(dice.below(195));
    return open.atTime(time.plusSeconds(dice.below(60)));
  }

  private LocalDateTime dayTime(LocalDate day) {
    return day.atTime(OFFICE_OPENS.plusMinutes(dice.below(690)).plusSeconds(dice.below(60)));
  }

  private Instant moveTo(LocalDateTime next) {
    now = next;
    return now();
  }
}
