package org.microwish.privacy.crypto;

import java.nio.charset.StandardCharsets;

/**
 * The place that a sealed value belongs to, which its tag covers: a row that somebody moves to
 * another subject, field or entry does not open there.
 */
public final class SealContext {

  static final String DOMAIN = "microwish/vault/v1";

  private SealContext() {}

  /**
   * {@code domain ‖ 0x0A ‖ part ‖ 0x0A ‖ part …}, in UTF-8.
   *
   * @param parts none of which holds a line feed, so that no two places share their bytes
   */
  public static byte[] of(Object... parts) {
    StringBuilder text = new StringBuilder(DOMAIN);
    for (Object part : parts) {
      String word = part.toString();
      if (word.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a place's names are single lines");
      }
      text.append('\n').append(word);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
