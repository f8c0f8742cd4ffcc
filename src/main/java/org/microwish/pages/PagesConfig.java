package org.microwish.pages;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of the pages for people. */
@ConfigMapping(prefix = "microwish.pages")
public interface PagesConfig {

  /**
   * The code of the street whose pages these are. Without it, the only street of the installation;
   * with several, the landing page lists them.
   */
  Optional<String> street();

  /** How long the shop window shows its wishes before it turns to the next. */
  @WithDefault("15S")
  Duration turn();
}
