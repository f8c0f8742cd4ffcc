package org.microwish.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.microwish.statistics.fold.Dimension;

/** The query parameter {@code by}: the name of a dimension in lower case. */
record BreakdownBy(Dimension dimension) {

  static BreakdownBy of(Dimension dimension) {
    return new BreakdownBy(dimension);
  }

  /** Parses the parameter; returns empty if it names no dimension. */
  static Optional<BreakdownBy> parse(String text) {
    return Arrays.stream(Dimension.values())
        .map(BreakdownBy::new)
        .filter(by -> by.text().equals(text))
        .findFirst();
  }

  /** Returns all values that the parameter may have. */
  static List<String> allowed() {
    return Arrays.stream(Dimension.values()).map(value -> new BreakdownBy(value).text()).toList();
  }

  String text() {
    return dimension.name().toLowerCase(Locale.ROOT);
  }
}
