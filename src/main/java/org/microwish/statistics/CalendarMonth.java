package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.regex.Pattern;

/** A month as the API writes it: {@code yyyy-MM}. */
public record CalendarMonth(YearMonth month) {

  private static final Pattern FORM = Pattern.compile("(19|20)[0-9]{2}-[0-9]{2}");

  /**
   * Parses a month.
   *
   * @throws IllegalArgumentException if the text is not a month of the years 1900 to 2099 as {@code
   *     yyyy-MM}
   */
  @JsonCreator
  public static CalendarMonth fromString(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a month");
    }
    try {
      return new CalendarMonth(YearMonth.parse(text));
    } catch (DateTimeException impossible) {
      throw new IllegalArgumentException("no such month", impossible);
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return month.toString();
  }
}
