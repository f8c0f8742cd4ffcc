package org.microwish.platform.start;

import java.util.Optional;

/** Configuration that is available before Quarkus runs: text values by key. */
@FunctionalInterface
public interface StartConfig {

  /**
   * Returns the value of a key.
   *
   * @param key a configuration key such as {@code microwish.db.url}
   * @return empty if the key is unset or blank
   */
  Optional<String> text(String key);
}
