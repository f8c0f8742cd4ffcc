package org.microwish.platform.http;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.microwish.platform.Sha256;

/**
 * The filters that a client set for a list, by name. A cursor is valid only with the filters of the
 * page that contained it.
 */
public final class Filters {

  /** No filters. */
  public static final Filters NONE = new Filters(new TreeMap<>());

  private final SortedMap<String, String> values;

  private Filters(SortedMap<String, String> values) {
    this.values = values;
  }

  /**
   * Creates filters from alternating names and values; leaves out filters whose value is null or an
   * empty collection.
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

  /**
   * Creates filters from a map of names and values. No value may be null; unlike {@link
   * #of(Object...)}, keeps empty collections.
   */
  public static Filters of(Map<String, ?> values) {
    SortedMap<String, String> texts = new TreeMap<>();
    values.forEach((name, value) -> texts.put(name, value.toString()));
    return new Filters(texts);
  }

  /**
   * Returns a hash of the names and values, to recognise whether two lists have the same filters.
   *
   * @param length the length of the hash in bytes
   */
  byte[] hash(int length) {
    return Arrays.copyOf(Sha256.of(values.toString()), length);
  }
}
