package org.microwish.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.microwish.calendar.WorkCalendar;
import org.microwish.calendar.days.DayKind;
import org.microwish.calendar.days.WorkingDays;

/** When people may be disturbed: on working days, by day. */
@ApplicationScoped
class QuietHours {

  private final NotificationConfig config;
  private final WorkCalendar calendar;

  QuietHours(NotificationConfig config, WorkCalendar calendar) {
    this.config = config;
    this.calendar = calendar;
  }

  /** Returns whether people may be disturbed at that time. */
  boolean mayDisturb(Instant now) {
    return next(now).equals(now);
  }

  /** Returns the first time from that one on at which people may be disturbed. */
  Instant next(Instant now) {
    LocalTime time = now.atZone(WorkingDays.ZONE).toLocalTime();
    boolean working = calendar.days().kind(WorkingDays.day(now)) == DayKind.WORKDAY;
    if (working && time.isBefore(config.from())) {
      return at(WorkingDays.day(now), config.from());
    }
    return working && time.isBefore(config.until()) ? now : nextDay(now);
  }

  /** Returns when people may be disturbed again after the day of that time. */
  Instant nextDay(Instant now) {
    return at(calendar.days().after(WorkingDays.day(now), 1), config.from());
  }

  /** Returns the time of the digest on the day of that time. */
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
