package org.microwish.login.wechat;

import java.util.Locale;
import java.util.Optional;
import org.microwish.platform.Ids;
import org.microwish.platform.Sha256;

/**
 * A code that binds an account to a member or a wish, which staff issue on paper or by telephone:
 * 12 characters of Crockford's base 32, 60 random bits, written as {@code 7Q2M-K8XD-4TPA}.
 *
 * @param text the characters without hyphens
 */
record BindingCode(String text) {

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 12;

  static BindingCode random() {
    StringBuilder text = new StringBuilder();
    for (byte one : Ids.randomBytes(LENGTH)) {
      text.append(ALPHABET.charAt(one & 31));
    }
    return new BindingCode(text.toString());
  }

  /**
   * Parses a code as people type it: in any case, with or without hyphens and blanks, O for 0, I or
   * L for 1. Empty if the text is not a code.
   */
  static Optional<BindingCode> parse(String typed) {
    String text =
        typed
            .replaceAll("[-\\s]", "")
            .toUpperCase(Locale.ROOT)
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    return text.length() == LENGTH && text.chars().allMatch(one -> ALPHABET.indexOf(one) >= 0)
        ? Optional.of(new BindingCode(text))
        : Optional.empty();
  }

  /** Returns the code as people see it, with hyphens. */
  String written() {
    return text.substring(0, 4) + "-" + text.substring(4, 8) + "-" + text.substring(8);
  }

  /** Returns the hash that the database stores. */
  byte[] hash() {
    return Sha256.of(text);
  }

  /** Hides the code from logs. */
  @Override
  public String toString() {
    return "BindingCode";
  }
}
