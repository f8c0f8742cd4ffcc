package org.microwish.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.microwish.statistics.fold.Dimension;

/** The query parameter {@code by}: a dimension in lower case. */
record BreakdownBy(Dimension dimension) {

  static BreakdownBy of(Dimension dimension) {
    return new BreakdownBy(dimension);
  }

  /** The dimension that a client names. */
  static Optional<BreakdownBy> parse(String text) {
    return Arrays.stream(Dimension.values())
        .map(BreakdownBy::new)
        .filter(by -> by.text().equals(text))
        .findFirst();
  }

  /** All that there are. */
  static List<String> allowed() {
    return Arrays.stream(Dimension.values()).map(value -> new BreakdownBy(value).text()).toList();
  }

  String text() {
    return dimension.name().toLowerCase(Locale.ROOT);
  }
}
