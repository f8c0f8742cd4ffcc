package org.microwish.login.credential;

import java.util.Locale;
import java.util.regex.Pattern;
import org.microwish.platform.Ids;
import org.microwish.platform.Sha256;

/**
 * A random code that is shown once and kept as its SHA-256 only. Its randomness is what protects
 * it: a slow hash would add nothing to what cannot be guessed.
 *
 * @param text groups of four letters and digits of Crockford's base 32, joined by hyphens
 */
public record OneTimeCode(String text) {

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int GROUP = 4;
  private static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{8,64}");

  /**
   * A new one.
   *
   * @param characters of five bits each
   */
  public static OneTimeCode random(int characters) {
    byte[] bytes = Ids.randomBytes(characters);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < characters; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      text.append(ALPHABET.charAt(bytes[i] & 31));
    }
    return new OneTimeCode(text.toString());
  }

  /** What to keep of it, 32 bytes. */
  public byte[] hash() {
    return hash(text);
  }

  /**
   * What is kept of the code that somebody typed: case, hyphens, blanks and O for 0 are the same.
   */
  public static byte[] hash(String typed) {
    String plain =
        typed
            .toUpperCase(Locale.ROOT)
            .replaceAll("[\\s-]", "")
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    return Sha256.of(FORM.matcher(plain).matches() ? plain : "");
  }

  /** Hides the code from logs. */
  @Override
  public String toString() {
    return "OneTimeCode";
  }
}
