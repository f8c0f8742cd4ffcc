package org.microwish.verify;

/** Texts that come from a log, for a terminal and for a page. */
final class Text {

  private static final String UNSHOWABLE = "\uFFFD";

  private Text() {}

  /**
   * The text without characters that could change what a terminal shows, such as escape sequences
   * and changes of the direction of writing, and of at most that many characters.
   */
  static String clean(String text, int most) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(most)
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR) {
                out.append(UNSHOWABLE);
              } else {
                out.appendCodePoint(c);
              }
            });
    return text.codePointCount(0, text.length()) > most
        ? out.append('…').toString()
        : out.toString();
  }

  /** The text as it is written into a page. */
  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
