package org.microwish.problem;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Checks and normalises the characters of text from any source. */
public final class Characters {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.~/-]{0,39}");

  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /** The variation selector after a character that is to be shown as a coloured emoji. */
  private static final int EMOJI_STYLE = 0xFE0F;

  private Characters() {}

  /**
   * Whether every character may be stored and shown: no control characters except line feed and tab
   * (so there is one kind of line break), no unpaired surrogates, no noncharacters, no embeddings,
   * overrides or isolates of the text direction.
   */
  public static boolean areAllowed(CharSequence text) {
    return text.codePoints().noneMatch(Characters::isForbidden);
  }

  /**
   * Whether the text contains an invisible character (Unicode category Cf), which has no width or
   * changes the text direction. With such characters, two different names can look the same. A
   * zero-width joiner between two emoji is allowed.
   */
  public static boolean hasInvisible(String text) {
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      boolean joinsEmoji =
          points[i] == ZERO_WIDTH_JOINER
              && i > 0
              && i + 1 < points.length
              && (isEmoji(points[i - 1]) || points[i - 1] == EMOJI_STYLE)
              && isEmoji(points[i + 1]);
      if (Character.getType(points[i]) == Character.FORMAT && !joinsEmoji) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEmoji(int point) {
    return Character.isExtendedPictographic(point) || Character.isEmojiModifier(point);
  }

  /** Whether the text contains a line feed or a tab. */
  public static boolean hasLines(CharSequence text) {
    return text.chars().anyMatch(one -> one == '\n' || one == '\t');
  }

  /**
   * Whether the text has the form of a field, column or parameter name, so that a problem response
   * may repeat it. Other text may be a misplaced value, such as a person's name or a telephone
   * number.
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Normalises text for validation and storage: NFC, without white space at either end. */
  public static String normalise(String text) {
    return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
  }

  /** Returns the length in code points. */
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
