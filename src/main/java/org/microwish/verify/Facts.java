package org.microwish.verify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.microwish.ledger.leaf.Leaf;

/**
 * Reads facts of leaves. If a fact does not have the form that the schema requires, the methods
 * throw {@link ClassCastException}, {@link NullPointerException}, {@link IllegalArgumentException}
 * or {@link java.time.DateTimeException}; callers report all of these as ill-formed.
 */
final class Facts {

  private Facts() {}

  /** Returns the object of that name, or an empty map if there is no such fact. */
  static Map<String, Object> object(Map<String, Object> facts, String name) {
    Map<String, Object> found = nullable(facts, name);
    return found == null ? Map.of() : found;
  }

  /** Returns the object of that name, or null if there is no such fact. */
  @SuppressWarnings("unchecked") // CanonicalJson.parse makes string keys only.
  static Map<String, Object> nullable(Map<String, Object> facts, String name) {
    return (Map<String, Object>) (Map<?, ?>) facts.get(name);
  }

  static String required(Map<String, Object> facts, String name) {
    return Objects.requireNonNull((String) facts.get(name), name);
  }

  /** Returns the texts in the list of that name, or null if there is no such fact. */
  static List<String> texts(Map<String, Object> facts, String name) {
    List<?> list = (List<?>) facts.get(name);
    return list == null
        ? null
        : list.stream().map(one -> Objects.requireNonNull((String) one, name)).toList();
  }

  /** Returns the time of that name, truncated to microseconds as in the database; or null. */
  static Instant time(Map<String, Object> facts, String name) {
    String text = (String) facts.get(name);
    return text == null ? null : Leaf.timeOfFact(text).truncatedTo(ChronoUnit.MICROS);
  }

  /** Reads all values of an object as times. */
  static Map<String, Instant> times(Map<String, Object> facts) {
    Map<String, Instant> times = new LinkedHashMap<>();
    facts.keySet().forEach(name -> times.put(name, time(facts, name)));
    return times;
  }

  static <E extends Enum<E>> E value(
      Map<String, Object> facts, String name, Class<E> type, E missing) {
    String text = (String) facts.get(name);
    return text == null ? missing : Enum.valueOf(type, text);
  }
}
