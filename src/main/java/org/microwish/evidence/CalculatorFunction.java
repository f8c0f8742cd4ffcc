package org.microwish.evidence;

import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/**
 * Functions of type 4 (ISO 32000-2 section 7.10.5): small programs in a part of PostScript that has
 * no loops, no names and no input or output. Colours for printers need them.
 */
final class CalculatorFunction {

  /** The value of the dictionary entry FunctionType for these functions. */
  static final int TYPE = 4;

  private static final int MOST_CHARACTERS = 100_000;

  /** How deep blocks may be nested; readers parse them recursively. */
  private static final int MOST_NESTED = 32;

  private static final String SPACES = " \t\r\n\f\0";

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]{1,20}\\.?[0-9]{0,20}|\\.[0-9]{1,20})");

  private static final Set<String> OPERATORS =
      Set.of(
          """
          abs add atan ceiling cos cvi cvr div exp floor idiv ln log mod mul neg round sin sqrt sub
          truncate and bitshift eq false ge gt le lt ne not or true xor if ifelse copy dup exch
          index pop roll
          """
              .strip()
              .split("\\s+"));

  private CalculatorFunction() {}

  /** Returns true if the text is a program of numbers, operators and well-nested blocks only. */
  static boolean isGood(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return false;
    }
    int depth = 0;
    StringTokenizer tokens = new StringTokenizer(text, SPACES + "{}", true);
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      if (token.equals("{")) {
        depth++;
      } else if (token.equals("}")) {
        depth--;
      } else if (!SPACES.contains(token)
          && !OPERATORS.contains(token)
          && !NUMBER.matcher(token).matches()) {
        return false;
      }
      if (depth < 0 || depth > MOST_NESTED) {
        return false;
      }
    }
    return depth == 0;
  }
}
