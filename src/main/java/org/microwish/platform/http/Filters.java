package org.microwish.platform.http;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.microwish.platform.Sha256;

/** The filters of a list. A cursor is valid only with the filters it was issued for. */
public final class Filters {

  /** No filters. */
  public static final Filters NONE = new Filters(new TreeMap<>());

  private final SortedMap<String, String> values;

  private Filters(SortedMap<String, String> values) {
    this.values = values;
  }

  /**
   * Creates filters from alternating names and values; skips null values and empty lists.
   *
   * @param namesAndValues such as {@code "state", state, "division", division}
   */
  public static Filters of(Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    SortedMap<String, String> values = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null && !(value instanceof Collection<?> several && several.isEmpty())) {
        values.put((String) namesAndValues[i], value.toString());
      }
    }
    return new Filters(values);
  }

  /** Creates filters from values by name; values must not be null or empty lists. */
  public static Filters of(Map<String, ?> values) {
    SortedMap<String, String> texts = new TreeMap<>();
    values.forEach((name, value) -> texts.put(name, value.toString()));
    return new Filters(texts);
  }

  /** A short hash that distinguishes sets of filters. */
  byte[] hash(int length) {
    return Arrays.copyOf(Sha256.of(values.toString()), length);
  }
}
