package org.microwish.login.credential;

import java.util.Locale;
import java.util.regex.Pattern;
import org.microwish.platform.Ids;
import org.microwish.platform.Sha256;

/**
 * A random code that is shown once and of which only the SHA-256 is stored. A slow hash would add
 * nothing, because the code is too random to be guessed.
 *
 * @param text the code in Crockford's base 32, in groups of four characters joined by hyphens
 */
public record OneTimeCode(String text) {

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int GROUP = 4;
  private static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{8,64}");

  /**
   * Generates a code.
   *
   * @param characters the number of characters, each with five random bits
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

  /** Returns the hash to store, 32 bytes. */
  public byte[] hash() {
    return hash(text);
  }

  /**
   * Returns the hash of a code as a person typed it: ignores case, hyphens and whitespace, and
   * reads O as 0, and I and L as 1.
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
