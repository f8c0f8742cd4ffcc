package org.microwish.notification;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.microwish.wechat.TemplateField;

/**
 * A message template of the mini-program, as configured.
 *
 * @param id the id that WeChat gave the template
 * @param fields the value that each field shows, by the field's name
 */
record MessageTemplate(String id, Map<String, Shown> fields) {

  /** The values that a field can show. None of them is personal data. */
  enum Shown {
    /** The public title of the wish; for a digest, the number of things that wait. */
    TITLE,
    /** The serial number of the wish; for a digest, the number of things that wait. */
    NUMBER,
    /** What happened, in at most five Chinese characters. */
    STATUS,
    /** What the recipient should do. */
    HINT,
    /** The time by which the recipient must act; the time of the event if there is no deadline. */
    DUE,
    /** The time of the event. */
    TIME,
    /** The number of things that wait. */
    COUNT,
    /** The budget of a micro-project; 0 in a field of the type amount if there is no budget. */
    BUDGET
  }

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  MessageTemplate {
    fields = Map.copyOf(fields);
  }

  /**
   * Reads a template from the configuration.
   *
   * @throws IllegalArgumentException if the text is not a template; the message says why
   */
  static MessageTemplate parse(String text) {
    List<String> parts = Arrays.asList(text.strip().split("\\s+", -1));
    if (!ID.matcher(parts.getFirst()).matches()) {
      throw new IllegalArgumentException("not a template id: " + parts.getFirst());
    }
    Map<String, Shown> fields = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      String field = equals < 0 ? part : part.substring(0, equals);
      if (TemplateField.of(field).isEmpty()) {
        throw new IllegalArgumentException("not a field of a known type: " + field);
      }
      String shown = part.substring(equals + 1);
      fields.put(
          field,
          Arrays.stream(Shown.values())
              .filter(one -> one.name().equals(shown))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("not a value for " + field + ": " + shown)));
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("a template without fields");
    }
    return new MessageTemplate(parts.getFirst(), fields);
  }

  /** Returns the values of the fields, cut to the limits of their types. */
  Map<String, String> values(Map<Shown, String> facts) {
    Map<String, String> values = new LinkedHashMap<>();
    fields.forEach(
        (field, shown) ->
            values.put(
                field, TemplateField.of(field).orElseThrow().value(facts.getOrDefault(shown, ""))));
    return values;
  }
}
