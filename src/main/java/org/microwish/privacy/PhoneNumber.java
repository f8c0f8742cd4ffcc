package org.microwish.privacy;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A telephone number of mainland China in its stored form: a mobile number as 11 digits, a landline
 * as {@code 020-87654321}, a landline with an extension as {@code 020-87654321-12}.
 */
public record PhoneNumber(String text) {

  private static final int MAX_WRITTEN = 40;

  private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}");

  /** Area codes have three digits (010, 02x) or four, local numbers seven or eight. */
  private static final Pattern LANDLINE =
      Pattern.compile(
          "(?<area>010|02[0-9]|0[3-9][0-9]{2})-?(?<head>[2-8][0-9]{2,3})-?(?<tail>[0-9]{4})"
              + "(?:[-#x转](?<extension>[0-9]{1,6}))?");

  private static final Pattern COUNTRY = Pattern.compile("^(?:(?:\\+|00)86-?|86(?=1[3-9]))");

  /** Spaces, brackets and full stops, which people put between digits and {@link #parse} omits. */
  private static final Pattern FILLER = Pattern.compile("[\\s\\u3000\\u00A0().（）]");

  /**
   * Parses a number as people write it, and returns it in the stored form; empty if the text is not
   * a mobile number or landline of mainland China.
   */
  public static Optional<PhoneNumber> parse(String written) {
    if (written == null || written.length() > MAX_WRITTEN) {
      return Optional.empty();
    }
    String dense = FILLER.matcher(written).replaceAll("");
    String national = COUNTRY.matcher(dense).replaceFirst("");
    String digits = national.replace("-", "");
    if (MOBILE.matcher(digits).matches()) {
      return Optional.of(new PhoneNumber(digits));
    }
    // After the country code, people omit the zero of the area code: then it is added.
    boolean bare = national.length() < dense.length() && !national.startsWith("0");
    Matcher landline = LANDLINE.matcher(bare ? "0" + national : national);
    if (!landline.matches()) {
      return Optional.empty();
    }
    String extension = landline.group("extension");
    return Optional.of(
        new PhoneNumber(
            landline.group("area")
                + "-"
                + landline.group("head")
                + landline.group("tail")
                + (extension == null ? "" : "-" + extension)));
  }

  /** Checks that a field of a request contains a telephone number. */
  public static final class Form implements Predicate<String> {
    @Override
    public boolean test(String text) {
      return parse(text).isPresent();
    }
  }

  @Override
  public String toString() {
    return Masking.phone(text);
  }
}
