package org.microwish.platform;

import io.nayuki.qrcodegen.QrCode;

/** Draws QR codes. */
public final class QrCodes {

  /** The quiet zone around a code, in modules (ISO/IEC 18004). */
  private static final int QUIET = 4;

  private QrCodes() {}

  /**
   * Returns the code of a text as an SVG element, dark on white whatever the theme, with the medium
   * level of error correction.
   *
   * @param text at most 2,331 bytes of UTF-8
   */
  public static String svg(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder dark = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          dark.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
    <path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path fill="#000" d="%2$s"/></svg>
    """
        .formatted(code.size + 2 * QUIET, dark);
  }
}
