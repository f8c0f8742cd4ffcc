package org.microwish.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.microwish.calendar.WorkCalendar;
import org.microwish.calendar.days.DayKind;
import org.microwish.calendar.days.WorkingDays;

/** Tells when people may be disturbed: on working days, at the configured times of day. */
@ApplicationScoped
class QuietHours {

  private final NotificationConfig config;
  private final WorkCalendar calendar;

  QuietHours(NotificationConfig config, WorkCalendar calendar) {
    this.config = config;
    this.calendar = calendar;
  }

  /** Returns whether people may be disturbed at this time. */
  boolean mayDisturb(Instant now) {
    return next(now).equals(now);
  }

  /** Returns the earliest time, not before {@code now}, at which people may be disturbed. */
  Instant next(Instant now) {
    LocalTime time = now.atZone(WorkingDays.ZONE).toLocalTime();
    boolean working = calendar.days().kind(WorkingDays.day(now)) == DayKind.WORKDAY;
    if (working && time.isBefore(config.from())) {
      return at(WorkingDays.day(now), config.from());
    }
    return working && time.isBefore(config.until()) ? now : nextDay(now);
  }

  /**
   * Returns the first time after the day of {@code now} at which people may be disturbed: {@code
   * config.from()} on the next working day.
   */
  Instant nextDay(Instant now) {
    return at(calendar.days().after(WorkingDays.day(now), 1), config.from());
  }

  /** Returns the time of the digest on the day of {@code now}. */
  Instant digest(Instant now) {
    return at(WorkingDays.day(now), config.digestAt());
  }

  static Instant startOfDay(Instant now) {
    return at(WorkingDays.day(now), LocalTime.MIDNIGHT);
  }

  private static Instant at(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(WorkingDays.ZONE).toInstant();
  }
}
