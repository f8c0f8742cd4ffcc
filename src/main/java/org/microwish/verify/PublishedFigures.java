package org.microwish.verify;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The figures of a published answer by name, such as {@code items.2022-02.wishes.published}. Lists
 * are named by {@code key}, {@code rank} or position. Names of divisions, organisations and members
 * are left out, as leaves do not show them.
 */
final class PublishedFigures {

  /** Stands for the pseudonym of a member that is shown by name. */
  static final String NAMED = "shown by name";

  /** What a question repeats, and what says when it was answered. */
  private static final Set<String> ECHOES = Set.of("asOf", "by", "division", "month");

  private PublishedFigures() {}

  static Map<String, String> of(Map<?, ?> body) {
    Map<String, String> figures = new LinkedHashMap<>();
    body.forEach(
        (name, value) -> {
          if (!ECHOES.contains((String) name)) {
            add(figures, (String) name, value);
          }
        });
    return figures;
  }

  private static void add(Map<String, String> figures, String name, Object value) {
    switch (value) {
      case Map<?, ?> object ->
          object.forEach(
              (key, part) -> {
                if (key.equals("name")) {
                  if (object.containsKey("rank") && !object.containsKey("id")) {
                    figures.put(name + ".pseudonym", NAMED);
                  }
                } else if (!key.equals("key")) {
                  add(figures, name + "." + key, part);
                }
              });
      case List<?> list -> {
        int position = 0;
        for (Object one : list) {
          position++;
          add(figures, name + "." + label(one, position), one);
        }
      }
      case null -> {}
      default ->
          figures.put(
              name,
              name.endsWith("At")
                  ? OffsetDateTime.parse((String) value).toInstant().toString()
                  : value.toString());
    }
  }

  private static Object label(Object one, int position) {
    if (one instanceof Map<?, ?> object) {
      Object key = object.containsKey("key") ? object.get("key") : object.get("rank");
      return key == null ? position : key;
    }
    return position;
  }
}
