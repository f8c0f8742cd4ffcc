package org.microwish.login.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long sessions last. */
@ConfigMapping(prefix = "microwish.session")
public interface SessionConfig {

  /** A session that is not used for so long is over. */
  @WithDefault("P30D")
  Duration idle();

  /** No session lasts longer, however much it is used. */
  @WithDefault("P180D")
  Duration longest();

  /**
   * For how long a refresh token that was used gives the same successor again: a phone loses an
   * answer and repeats. Later it is taken for stolen.
   */
  @WithDefault("30S")
  Duration repeat();
}
