package org.microwish.verify;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Converts a published answer to figures by name, such as {@code items.2022-02.wishes.published}.
 * The second part of such a name is the item's {@code key} or {@code rank}, or else its position in
 * the list. Names of divisions, organisations and members are left out, because leaves do not
 * contain them.
 */
final class PublishedFigures {

  /**
   * The value of the figure {@code pseudonym} where a leaderboard shows a member's name instead of
   * the pseudonym.
   */
  static final String NAMED = "shown by name";

  /** The members of an answer that are not figures: parameters of the query, and {@code asOf}. */
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
