package org.microwish.party;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.microwish.platform.Sha256;

/**
 * The statistical code of a division, 12 digits: 2 province, 2 city, 2 county, 3 street, 3
 * community. {@code G} and a number are appended for a grid below a community, {@code B} and a
 * number for a building below a grid or community, {@code U} and a number for a unit of a building.
 * A number has two digits, {@code 01} to {@code 99}, or five, {@code 00100} to {@code 00999}: so no
 * number is the beginning of another. Source: 统计用区划代码和城乡划分代码编制规则.
 *
 * <p>The {@link #path} of a code is its significant prefix, so that the paths of all divisions in a
 * subtree begin with the path of its root: street {@code 440104013}, community {@code
 * 440104013001}, building {@code 440104013001G02B11}.
 *
 * @param text the code as written, such as {@code 440104013000}
 */
public record DivisionCode(String text) {

  /** The length of the longest code: 12 digits, grid, building and unit. */
  public static final int MAX_LENGTH = 30;

  private static final int DIGITS = 12;

  private static final String NUMBER = "(?:0[1-9]|[1-9][0-9]|00[1-9][0-9]{2})";

  private static final Pattern FORM =
      Pattern.compile(
          "(?<province>[1-9][0-9])(?<city>[0-9]{2})(?<county>[0-9]{2})(?<street>[0-9]{3})"
              + "(?<community>[0-9]{3})(?<below>(?:G%1$s)?(?:B%1$s(?:U%1$s)?)?)".formatted(NUMBER));

  /** Codes whose {@link #number} shows their digits. */
  private static final Pattern SHORT =
      Pattern.compile("(?<digits>[0-9]{12})(?:G(?<grid>[0-9]{2}))?(?:B(?<building>[0-9]{2}))?");

  /** Path lengths of the levels with digits only, from community to province. */
  private static final int[] WIDTHS = {12, 9, 6, 4, 2};

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if the text is not a division code
   */
  public DivisionCode {
    if (!isCode(text)) {
      throw new IllegalArgumentException("not a division code");
    }
  }

  /**
   * Parses a code.
   *
   * @throws IllegalArgumentException if the text is not a division code
   */
  public static DivisionCode parse(String text) {
    return new DivisionCode(text);
  }

  /**
   * Returns the code with that path.
   *
   * @throws IllegalArgumentException if the text is not a division path
   */
  public static DivisionCode ofPath(String path) {
    return read(path)
        .filter(code -> code.path().equals(path))
        .orElseThrow(() -> new IllegalArgumentException("not a division path"));
  }

  /** Parses a code or a path, because clients may send either; empty for any other text. */
  public static Optional<DivisionCode> read(String codeOrPath) {
    if (codeOrPath == null || codeOrPath.length() >= DIGITS) {
      return isCode(codeOrPath) ? Optional.of(new DivisionCode(codeOrPath)) : Optional.empty();
    }
    String padded = codeOrPath + "0".repeat(DIGITS - codeOrPath.length());
    return isCode(padded)
        ? Optional.of(new DivisionCode(padded)).filter(code -> code.path().equals(codeOrPath))
        : Optional.empty();
  }

  /** Returns true if the text is a well-formed code. Does not check that the division exists. */
  public static boolean isCode(String text) {
    if (text == null) {
      return false;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return false;
    }
    boolean city = !isZero(form.group("city"));
    boolean county = !isZero(form.group("county"));
    boolean street = !isZero(form.group("street"));
    boolean community = !isZero(form.group("community"));
    // The county may be missing: the streets of Dongguan (441900…) are directly below the city.
    return (city || !(county || street))
        && (street || !community)
        && (community || form.group("below").isEmpty());
  }

  /** Validates a request field as a division code. */
  public static final class Form implements Predicate<String> {
    @Override
    public boolean test(String text) {
      return isCode(text);
    }
  }

  /** Returns the path of the street that a path is in; null if the path is above street level. */
  public static String streetPath(String path) {
    return prefix(path, DivisionLevel.STREET.pathLength());
  }

  /**
   * Returns the path of the community that a path is in; null if the path is above community level.
   */
  public static String communityPath(String path) {
    return prefix(path, DivisionLevel.COMMUNITY.pathLength());
  }

  /**
   * Returns the path as public ledger leaves may show it: that of a grid or building is cut off at
   * the community.
   */
  public static String publicPath(String path) {
    return path.length() > DIGITS ? path.substring(0, DIGITS) : path;
  }

  /**
   * Returns the {@link #publicPath} and its prefixes for all levels above, the longest first. The
   * list contains a prefix of county length even if there is no county, as for the streets directly
   * below the city of Dongguan (441900).
   */
  public static List<String> publicPaths(String path) {
    return Arrays.stream(WIDTHS)
        .filter(width -> width <= path.length())
        .mapToObj(width -> path.substring(0, width))
        .toList();
  }

  /** Returns the path of the smallest division that contains both; empty if there is none. */
  public static String common(String one, String other) {
    List<String> around = publicPaths(other);
    return publicPaths(one).stream().filter(around::contains).findFirst().orElse("");
  }

  /**
   * Returns the code without the zeros of the levels below the division, such as {@code 440104013}
   * for {@code 440104013000}.
   */
  public String path() {
    if (text.length() > DIGITS) {
      return text;
    }
    int end = WIDTHS[WIDTHS.length - 1];
    for (int i = 0; i + 1 < WIDTHS.length; i++) {
      if (!isZero(text.substring(WIDTHS[i + 1], WIDTHS[i]))) {
        end = WIDTHS[i];
        break;
      }
    }
    return text.substring(0, end);
  }

  /** Returns the level, derived from the form alone. */
  public DivisionLevel level() {
    switch (text.charAt(lastLetter())) {
      case 'U' -> {
        return DivisionLevel.UNIT;
      }
      case 'B' -> {
        return DivisionLevel.BUILDING;
      }
      case 'G' -> {
        return DivisionLevel.GRID;
      }
      default -> {}
    }
    return switch (path().length()) {
      case 2 -> DivisionLevel.PROVINCE;
      case 4 -> DivisionLevel.CITY;
      case 6 -> DivisionLevel.COUNTY;
      case 9 -> DivisionLevel.STREET;
      default -> DivisionLevel.COMMUNITY;
    };
  }

  /**
   * Returns the code of the division directly above, skipping a missing county; empty for a
   * province.
   */
  public Optional<DivisionCode> parent() {
    String path = path();
    if (path.length() > DIGITS) {
      return Optional.of(parse(path.substring(0, lastLetter())));
    }
    for (int width : WIDTHS) {
      if (width < path.length()) {
        String wider = path.substring(0, width);
        return Optional.of(parse(wider + "0".repeat(DIGITS - width)));
      }
    }
    return Optional.empty();
  }

  /** Returns the suffix of a code below the community: a letter, and a number from 1 to 999. */
  static String below(char letter, int number) {
    return letter + (number < 100 ? "%02d" : "%05d").formatted(number);
  }

  /**
   * Returns the code as a number: 12 digits, then two for the grid and two for the building. A code
   * with longer numbers or a unit does not fit this form; for such a code, returns a negative hash.
   * In the unlikely case that two codes have the same hash, their divisions share one key in the
   * vault.
   */
  public long number() {
    Matcher form = SHORT.matcher(text);
    if (!form.matches()) {
      return ByteBuffer.wrap(Sha256.of(text)).getLong() | Long.MIN_VALUE;
    }
    return Long.parseLong(
        form.group("digits")
            + Objects.requireNonNullElse(form.group("grid"), "00")
            + Objects.requireNonNullElse(form.group("building"), "00"));
  }

  /** Returns the index of the last letter; 0, a digit's index, if there is none. */
  private int lastLetter() {
    return Math.max(
        0, Math.max(text.lastIndexOf('U'), Math.max(text.lastIndexOf('B'), text.lastIndexOf('G'))));
  }

  @Override
  public String toString() {
    return text;
  }

  private static String prefix(String path, int length) {
    return path == null || path.length() < length ? null : path.substring(0, length);
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }
}
