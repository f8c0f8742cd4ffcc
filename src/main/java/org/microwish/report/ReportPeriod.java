package org.microwish.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.microwish.platform.Time;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.Selection;

/**
 * A month ({@code 2026-03}), a quarter ({@code 2026-Q1}) or a year ({@code 2026}) of Asia/Shanghai.
 *
 * @param months the number of months: 1, 3 or 12
 */
public record ReportPeriod(YearMonth first, int months) {

  /** The form of a period, for the contract. */
  static final String FORM = "^(19|20)[0-9]{2}(-(0[1-9]|1[0-2]|Q[1-4]))?$";

  private static final Pattern PARTS = Pattern.compile("([0-9]{4})(?:-(Q?)([0-9]{1,2}))?");

  /**
   * Parses a period.
   *
   * @throws IllegalArgumentException if the text is not a period of the years 1900 to 2099
   */
  @JsonCreator
  public static ReportPeriod fromString(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!text.matches(FORM) || !parts.matches()) {
      throw new IllegalArgumentException("not a period");
    }
    try {
      int year = Integer.parseInt(parts.group(1));
      if (parts.group(3) == null) {
        return new ReportPeriod(YearMonth.of(year, 1), 12);
      }
      int number = Integer.parseInt(parts.group(3));
      return parts.group(2).isEmpty()
          ? new ReportPeriod(YearMonth.of(year, number), 1)
          : new ReportPeriod(YearMonth.of(year, 3 * number - 2), 3);
    } catch (DateTimeException impossible) {
      throw new IllegalArgumentException("no such period", impossible);
    }
  }

  static ReportPeriod ofMonth(LocalDate day) {
    return new ReportPeriod(YearMonth.from(day), 1);
  }

  static ReportPeriod ofQuarter(LocalDate day) {
    return new ReportPeriod(YearMonth.from(day).minusMonths((day.getMonthValue() - 1) % 3), 3);
  }

  static ReportPeriod ofYear(LocalDate day) {
    return new ReportPeriod(YearMonth.of(day.getYear(), 1), 12);
  }

  /** Returns the period, or the default if it is null; refuses one that has not begun. */
  static ReportPeriod begun(
      ReportPeriod given, ReportPeriod otherwise, String parameter, LocalDate today) {
    ReportPeriod period = given == null ? otherwise : given;
    if (period.from().isAfter(today)) {
      throw ProblemException.invalid(FieldError.query(parameter, FieldFault.IN_FUTURE));
    }
    return period;
  }

  /** Returns when the period begins. */
  Instant start() {
    return from().atStartOfDay(Time.ZONE).toInstant();
  }

  /** Returns when the next period begins. */
  Instant end() {
    return next().start();
  }

  /** Returns the period of the same length that begins where this one ends. */
  ReportPeriod next() {
    return new ReportPeriod(first.plusMonths(months), months);
  }

  LocalDate from() {
    return first.atDay(1);
  }

  LocalDate to() {
    return first.plusMonths(months - 1L).atEndOfMonth();
  }

  /** Returns the period of the same length that ends where this one begins. */
  ReportPeriod before() {
    return new ReportPeriod(first.minusMonths(months), months);
  }

  /** Returns the months of this period. */
  List<ReportPeriod> eachMonth() {
    return IntStream.range(0, months)
        .mapToObj(index -> new ReportPeriod(first.plusMonths(index), 1))
        .toList();
  }

  Selection select(String division, CountedKind kind) {
    return new Selection(division, kind, from(), to());
  }

  @JsonValue
  @Override
  public String toString() {
    return switch (months) {
      case 12 -> Integer.toString(first.getYear());
      case 3 -> first.getYear() + "-Q" + (first.getMonthValue() + 2) / 3;
      default -> first.toString();
    };
  }
}
