package org.microwish.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.microwish.problem.Language;

/**
 * Reads the words that people see for the API's constants, such as 待认领 for OPEN, from {@code
 * labels_zh.properties} and {@code labels_en.properties}. The keys in these files are those of
 * {@link #key}.
 */
public final class Labels {

  private static final Map<Language, Properties> TEXTS = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      TEXTS.put(language, load(language));
    }
  }

  private Labels() {}

  /** Returns the Chinese label of a constant, for spreadsheets, printed pages and imports. */
  public static String of(Enum<?> constant) {
    return of(constant, Language.ZH);
  }

  /** Returns the label of a constant; its name if it has none. */
  public static String of(Enum<?> constant, Language language) {
    return TEXTS.get(language).getProperty(key(constant), constant.name());
  }

  /** Returns the key of a constant's labels, such as {@code Evidence.Kind.PHOTO}. */
  static String key(Enum<?> constant) {
    Class<?> type = constant.getDeclaringClass();
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.')
        + "."
        + constant.name();
  }

  private static Properties load(Language language) {
    String file = "/labels_" + language.tag() + ".properties";
    Properties texts = new Properties();
    try (InputStream bytes = Labels.class.getResourceAsStream(file);
        Reader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return texts;
  }
}
