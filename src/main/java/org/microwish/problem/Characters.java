package org.microwish.problem;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Which characters text may hold, wherever it comes from. */
public final class Characters {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.~/-]{0,39}");

  private Characters() {}

  /**
   * Whether every character may be stored and shown: no control characters but line feed and tab (a
   * line has one kind of end), no half of a surrogate pair, no noncharacter, nothing that turns the
   * text's direction.
   */
  public static boolean areAllowed(CharSequence text) {
    return text.codePoints().noneMatch(Characters::isForbidden);
  }

  /** Whether the text has more than one line, or a tab. */
  public static boolean hasLines(CharSequence text) {
    return text.chars().anyMatch(one -> one == '\n' || one == '\t');
  }

  /**
   * Whether it looks like the name of a field, a column or a parameter, so that a problem may
   * repeat it. Anything else may be a value in the wrong place: somebody's name, a telephone
   * number.
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The form in which text is validated and stored: NFC, without blanks at either end. */
  public static String normalise(String text) {
    return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
  }

  /** What a person would count: code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isForbidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point != '\n' && point != '\t';
      case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      case Character.FORMAT ->
          (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
      case Character.UNASSIGNED ->
          (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
      default -> false;
    };
  }
}
