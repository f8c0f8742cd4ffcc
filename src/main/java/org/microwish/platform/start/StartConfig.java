package org.microwish.platform.start;

import java.util.Optional;

/** Configuration as it can be read before Quarkus runs: by key, as text. */
@FunctionalInterface
public interface StartConfig {

  /**
   * The value of a key.
   *
   * @param key a configuration key such as {@code microwish.db.url}
   * @return empty when unset or blank
   */
  Optional<String> text(String key);
}
