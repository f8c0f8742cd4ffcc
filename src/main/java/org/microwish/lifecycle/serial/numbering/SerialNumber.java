package org.microwish.lifecycle.serial.numbering;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The serial number of an aggregate, which people quote (编号), such as {@code
 * 440104013-2026-W-00123}.
 *
 * @param series the series that the number belongs to
 * @param position the position in the series, in leaf order: 1, 2, …
 */
public record SerialNumber(Series series, long position) {

  /** A valid serial number, for error messages and the API description. */
  public static final String EXAMPLE = "440104013-2026-W-00123";

  private static final Pattern FORM =
      Pattern.compile("([0-9]{9})-([0-9]{4})-([A-Z])-([0-9]{5,18})");

  /**
   * A series of consecutive numbers: those of a street, a year and a kind of aggregate.
   *
   * @param street the first nine digits of the division's code
   * @param year the year of the submission's {@code recordedAt}, in Asia/Shanghai
   * @param kind one letter; see {@link Numbering}
   */
  public record Series(String street, int year, String kind) {}

  /** Validates that a field of a request is a serial number. */
  public static final class Form implements Predicate<String> {
    @Override
    public boolean test(String text) {
      return parse(text).isPresent();
    }
  }

  /** Parses a serial number; empty if the text is not one. */
  public static Optional<SerialNumber> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Series series = new Series(form.group(1), Integer.parseInt(form.group(2)), form.group(3));
    SerialNumber number = new SerialNumber(series, Long.parseLong(form.group(4)));
    // Each serial number has exactly one text: reject superfluous zeros.
    return number.position() > 0 && number.text().equals(text)
        ? Optional.of(number)
        : Optional.empty();
  }

  /** Returns the text that people quote; the position has at least five digits. */
  public String text() {
    return "%s-%04d-%s-%05d".formatted(series.street(), series.year(), series.kind(), position);
  }

  @Override
  public String toString() {
    return text();
  }
}
