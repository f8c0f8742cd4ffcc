package org.microwish.pages;

import io.quarkus.qute.EngineConfiguration;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.EvaluatedParams;
import io.quarkus.qute.NamespaceResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.microwish.platform.Labels;
import org.microwish.platform.Time;
import org.microwish.problem.Language;

/**
 * The texts of the pages. In templates, {@code {t:wallTitle}} is a text in the language of the
 * page, {@code {t:wallOf(7)}} one with a value at {@code {0}}. Words that need a value: {@code
 * t:label} and {@code t:sentence} of a constant, {@code t:named} for the text with that key, {@code
 * t:day} and {@code t:minute} of a time, {@code t:link} of the parts of a path, which keeps the
 * chosen language.
 */
@EngineConfiguration
public class PageTexts implements NamespaceResolver {

  /** The template attribute with the {@link Language} of the page. */
  static final String LANGUAGE = "language";

  /** The template attribute with the language that the address names; missing if it names none. */
  static final String CHOSEN = "chosen";

  /** The prefix of the texts that only scripts use. */
  private static final String SCRIPTS = "js";

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(Time.ZONE);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(Time.ZONE);

  private static final Map<Language, Properties> TEXTS = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      TEXTS.put(language, load(language));
    }
  }

  private static Properties load(Language language) {
    Properties texts = new Properties();
    try (InputStream bytes =
            PageTexts.class.getResourceAsStream("/pages_" + language.tag() + ".properties");
        Reader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return texts;
  }

  @Override
  public String getNamespace() {
    return "t";
  }

  @Override
  public CompletionStage<Object> resolve(EvalContext context) {
    Language language =
        context.getAttribute(LANGUAGE) instanceof Language chosen ? chosen : Language.ZH;
    if (context.getParams().isEmpty()) {
      return CompletableFuture.completedFuture(plain(context, language));
    }
    EvaluatedParams params = EvaluatedParams.evaluate(context);
    return params.stage.thenApply(done -> withValues(context, language, values(context, params)));
  }

  private static Object[] values(EvalContext context, EvaluatedParams params) {
    Object[] values = new Object[context.getParams().size()];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = params.getResult(i);
      }
    } catch (InterruptedException | ExecutionException notResolved) {
      throw new IllegalStateException(notResolved);
    }
    return values;
  }

  private static Object plain(EvalContext context, Language language) {
    return switch (context.getName()) {
      case "languageCode" -> language == Language.ZH ? "zh-CN" : "en";
      case "otherLanguage" -> (language == Language.ZH ? Language.EN : Language.ZH).tag();
      case CHOSEN -> context.getAttribute(CHOSEN) == null ? "" : language.tag();
      default -> text(language, context.getName());
    };
  }

  private static Object withValues(EvalContext context, Language language, Object... values) {
    return switch (context.getName()) {
      case "label" -> Labels.of((Enum<?>) values[0], language);
      case "sentence" -> text(language, "state" + ((Enum<?>) values[0]).name());
      case "day" -> values[0] == null ? "" : DAY.format((Instant) values[0]);
      case "minute" -> values[0] == null ? "" : MINUTE.format((Instant) values[0]);
      case "named" -> text(language, (String) values[0]);
      case "link" -> link(language, context.getAttribute(CHOSEN) != null, values);
      default -> text(language, context.getName(), values);
    };
  }

  /** Returns the path that the parts make, with the language if the visitor chose one. */
  private static String link(Language language, boolean chosen, Object... parts) {
    String path = Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining());
    return chosen
        ? path + (path.indexOf('?') < 0 ? "?" : "&") + Visit.LANG + "=" + language.tag()
        : path;
  }

  /**
   * Returns a text.
   *
   * @param values what stands at {@code {0}}, {@code {1}} and so on
   */
  static String text(Language language, String key, Object... values) {
    String text = TEXTS.get(language).getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no text " + key);
    }
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
    }
    return text;
  }

  /** Returns the texts that scripts use, by their keys. */
  static Map<String, String> ofScripts(Language language) {
    Map<String, String> texts = new TreeMap<>();
    Properties all = TEXTS.get(language);
    for (String key : all.stringPropertyNames()) {
      if (key.startsWith(SCRIPTS)) {
        texts.put(key, all.getProperty(key));
      }
    }
    return texts;
  }
}
