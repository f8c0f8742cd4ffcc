package org.microwish.verify;

/** Makes texts from a log safe to show on a terminal and in an HTML page. */
final class SafeText {

  private static final String UNSHOWABLE = "\uFFFD";

  private SafeText() {}

  /**
   * Replaces characters that could change what a terminal shows, such as escape sequences and
   * changes of the writing direction. Cuts the text to {@code most} characters, followed by an
   * ellipsis if it was longer.
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

  /** Escapes the characters that have a meaning in HTML. */
  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
