package org.microwish.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * The readable names of request fields, which a client can show to a person: Chinese ones from
 * {@code field_names_zh.properties}, English ones from the words of the field's own name.
 */
final class FieldNames {

  private static final Properties CHINESE = load();

  private FieldNames() {}

  /**
   * Returns the readable name of an invalid field; empty if the error is about the whole body, if
   * the field's name is hidden, or if there is no Chinese name.
   */
  static Optional<String> of(FieldError error, Language language) {
    Optional<String> own =
        error.in() == FieldError.In.BODY ? last(error.name()) : Optional.of(error.name());
    return own.filter(name -> !name.equals("?"))
        .flatMap(
            name ->
                language == Language.ZH
                    ? Optional.ofNullable(CHINESE.getProperty(name))
                    : Optional.of(english(error.in(), name)));
  }

  /**
   * Returns the last field name in a JSON pointer. For an item of a list, that is the name of the
   * list. Empty for the pointer of the whole body.
   */
  private static Optional<String> last(String pointer) {
    List<String> segments = Arrays.asList(pointer.split("/", -1));
    Collections.reverse(segments);
    return segments.stream()
        .filter(segment -> !segment.isEmpty() && !segment.matches("[0-9]+"))
        .findFirst();
  }

  private static String english(FieldError.In in, String name) {
    return in == FieldError.In.HEADER
        ? name
        : name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  private static Properties load() {
    Properties names = new Properties();
    try (InputStream bytes = FieldNames.class.getResourceAsStream("/field_names_zh.properties");
        Reader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
      names.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return names;
  }
}
