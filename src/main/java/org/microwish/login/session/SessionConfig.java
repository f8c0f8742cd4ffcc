package org.microwish.login.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long sessions last. */
@ConfigMapping(prefix = "microwish.session")
public interface SessionConfig {

  /** A session that is not used for this long ends. */
  @WithDefault("P30D")
  Duration idle();

  /** Maximum duration of a session, however much it is used. */
  @WithDefault("P180D")
  Duration longest();

  /** Shorter limits for the sessions of administrators. */
  Administrator administrator();

  /** The limits of an administrator's session. */
  interface Administrator {

    /** As {@link SessionConfig#idle}; at least the life of an access token. */
    @WithDefault("1H")
    Duration idle();

    /** As {@link SessionConfig#longest}: a working day. */
    @WithDefault("12H")
    Duration longest();
  }

  /**
   * How long a used refresh token returns the same successor again, for a client that lost the
   * response and retries. Later use counts as theft.
   */
  @WithDefault("30S")
  Duration repeat();
}
