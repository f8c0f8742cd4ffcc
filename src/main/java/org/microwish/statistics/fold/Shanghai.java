package org.microwish.statistics.fold;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/** Converts between instants and the days and months of Asia/Shanghai. */
public final class Shanghai {

  /** The time zone of all days and months. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private Shanghai() {}

  /** Returns the month that contains a moment. */
  public static YearMonth month(Instant moment) {
    return YearMonth.from(moment.atZone(ZONE));
  }

  /** Returns the day that contains a moment. */
  public static LocalDate day(Instant moment) {
    return moment.atZone(ZONE).toLocalDate();
  }

  /** Returns the first moment of a day. */
  public static Instant start(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }

  /** Returns the first moment of a month. */
  public static Instant start(YearMonth month) {
    return start(month.atDay(1));
  }
}
