package org.microwish.privacy.crypto;

import java.nio.charset.StandardCharsets;

/**
 * Encodes the place that a sealed value belongs to. Encryption authenticates the place as
 * associated data, so a row that was moved to another subject, field or entry cannot be opened.
 */
public final class SealContext {

  static final String DOMAIN = "microwish/vault/v1";

  private SealContext() {}

  /**
   * Encodes a place: {@code domain ‖ 0x0A ‖ part ‖ 0x0A ‖ part …}, in UTF-8.
   *
   * @param parts the parts of the place; must not contain a line feed, so that different places
   *     have different bytes
   */
  public static byte[] of(Object... parts) {
    StringBuilder text = new StringBuilder(DOMAIN);
    for (Object part : parts) {
      String word = part.toString();
      if (word.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a part contains a line feed");
      }
      text.append('\n').append(word);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
