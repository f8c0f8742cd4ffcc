package org.microwish.moderation;

import com.github.houbb.sensitive.word.api.IWordContext;
import com.github.houbb.sensitive.word.api.IWordFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Traditional characters as simplified ones, by the table that the library would look into, which
 * loads all phrases of both with it, a set for each: 13 MB.
 */
final class SimplifiedCharacters implements IWordFormat {

  /** Of opencc4j: a character, a tab, and what it may stand for, the likeliest first. */
  private static final String TABLE = "/data/dictionary/TSCharacters.txt";

  /** 0 for what stays as it is. */
  private final char[] simplified = new char[Character.MAX_VALUE + 1];

  SimplifiedCharacters() {
    try (InputStream file = SimplifiedCharacters.class.getResourceAsStream(TABLE)) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          // Those beyond the basic plane are two chars, and the library looks at one at a time.
          .filter(line -> line.length() > 2 && line.charAt(1) == '\t')
          .forEach(line -> simplified[line.charAt(0)] = line.charAt(2));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  @Override
  public char format(char original, IWordContext unused) {
    char other = simplified[original];
    return other == 0 ? original : other;
  }
}
