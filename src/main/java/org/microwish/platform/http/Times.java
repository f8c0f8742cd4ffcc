package org.microwish.platform.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.regex.Pattern;
import org.microwish.platform.Time;

/**
 * Formats and parses the times and dates of the API. Times are written in the form of RFC 3339 with
 * the offset of Asia/Shanghai, which iOS can parse; in requests they may have any offset. Dates
 * have the form {@code yyyy-MM-dd}.
 */
public final class Times {

  /**
   * The form of times in requests: RFC 3339 section 5.6, with at most the six decimals of a second
   * that the database stores.
   */
  private static final Pattern FORM =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?"
              + "([Zz]|[+-][0-9]{2}:[0-9]{2})");

  private static final Pattern DATE_FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  /**
   * The earliest date that requests may contain. This date and {@link #LATEST} exclude implausible
   * years and dates that DATETIME cannot store.
   */
  private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

  private static final LocalDate LATEST = LocalDate.of(9998, 12, 31);

  private static final DateTimeFormatter OUT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .appendOffset("+HH:MM", "+00:00")
          .toFormatter();

  private static final DateTimeFormatter IN =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_OFFSET_DATE_TIME)
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private Times() {}

  /**
   * Formats a time such as {@code 2022-02-15T09:30:00+08:00}; seconds that are not whole get up to
   * six decimals.
   */
  public static String text(Instant time) {
    return OUT.format(time.atZone(Time.ZONE));
  }

  /**
   * Parses an RFC 3339 date and time with seconds, at most six decimals, and an offset or Z.
   *
   * @throws IllegalArgumentException for any other form, a day that does not exist, or a year
   *     outside 1900 to 9998
   */
  public static Instant parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not an RFC 3339 time");
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text, IN);
      check(time.toLocalDate());
      return time.toInstant();
    } catch (DateTimeException impossible) {
      throw new IllegalArgumentException("no such time", impossible);
    }
  }

  /**
   * Parses a date of the form {@code yyyy-MM-dd}.
   *
   * @throws IllegalArgumentException for any other form, a day that does not exist, or a year
   *     outside 1900 to 9998
   */
  public static LocalDate parseDate(String text) {
    if (!DATE_FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a date");
    }
    try {
      LocalDate date = LocalDate.parse(text);
      check(date);
      return date;
    } catch (DateTimeException impossible) {
      throw new IllegalArgumentException("no such date", impossible);
    }
  }

  private static void check(LocalDate date) {
    if (date.isBefore(EARLIEST) || date.isAfter(LATEST)) {
      throw new IllegalArgumentException("year out of range");
    }
  }
}
