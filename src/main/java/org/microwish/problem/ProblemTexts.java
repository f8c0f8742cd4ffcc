package org.microwish.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the texts of {@code problems_zh.properties} and {@code problems_en.properties} and fills in
 * values. Keys are {@code <PROBLEM_TYPE>.title}, {@code <PROBLEM_TYPE>.detail}, {@code
 * <PROBLEM_TYPE>.detail.<REASON>} for problems with that member {@code reason}, {@code
 * field.<FIELD_FAULT>} and {@code word.<ENUM_NAME>}, the word for an enum constant in a text.
 *
 * <p>A text refers to members as {@code {name}}. A part in square brackets is omitted if one of its
 * members is missing: {@code too long[, at most {max}]}.
 */
final class ProblemTexts {

  private static final Pattern OPTIONAL = Pattern.compile("\\[([^]]*)]");
  private static final Pattern MEMBER = Pattern.compile("\\{([A-Za-z]+)}");

  private static final Map<Language, Properties> TEXTS = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      TEXTS.put(language, load(language));
    }
  }

  private ProblemTexts() {}

  static String title(Language language, ProblemType type) {
    return text(language, type.name() + ".title");
  }

  static String detail(Language language, ProblemType type, Map<String, Object> members) {
    String plain = type.name() + ".detail";
    String because = plain + "." + members.get("reason");
    boolean explained = TEXTS.get(language).containsKey(because);
    return fill(language, text(language, explained ? because : plain), members);
  }

  static String detail(Language language, FieldFault fault, Map<String, Object> members) {
    return fill(language, text(language, "field." + fault.name()), members);
  }

  /** Returns the keys of all texts in a language. */
  static Collection<String> keys(Language language) {
    return TEXTS.get(language).stringPropertyNames();
  }

  /** Returns the text as it is in the file, with placeholders. */
  static String text(Language language, String key) {
    String text = TEXTS.get(language).getProperty(key);
    if (text == null) {
      throw new IllegalStateException("no text " + key + " in " + language);
    }
    return text;
  }

  /**
   * Replaces the placeholders in a text by the members' values, and omits parts in square brackets
   * for which a member is missing.
   */
  static String fill(Language language, String text, Map<String, Object> members) {
    String chosen =
        OPTIONAL
            .matcher(text)
            .replaceAll(
                part ->
                    Matcher.quoteReplacement(
                        members.keySet().containsAll(memberNames(part.group(1)))
                            ? part.group(1)
                            : ""));
    return MEMBER
        .matcher(chosen)
        .replaceAll(
            name -> Matcher.quoteReplacement(word(language, members.get(name.group(1)), name)));
  }

  /** Returns the names of the members to which a text refers as {@code {name}}. */
  static Collection<String> memberNames(String text) {
    return MEMBER.matcher(text).results().map(name -> name.group(1)).toList();
  }

  private static String word(Language language, Object value, java.util.regex.MatchResult name) {
    return switch (value) {
      // If the member is missing, the placeholder stays in the text.
      case null -> name.group();
      case Enum<?> constant ->
          TEXTS.get(language).getProperty("word." + constant.name(), constant.name());
      case Collection<?> several ->
          several.stream()
              .map(one -> word(language, one, name))
              .collect(Collectors.joining(language == Language.ZH ? "、" : ", "));
      case Object other -> String.valueOf(Problem.plain(other));
    };
  }

  private static Properties load(Language language) {
    String file = "/problems_" + language.tag() + ".properties";
    Properties properties = new Properties();
    try (InputStream bytes = ProblemTexts.class.getResourceAsStream(file);
        Reader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties;
  }
}
