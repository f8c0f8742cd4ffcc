package org.microwish.login.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long sessions last. */
@ConfigMapping(prefix = "microwish.session")
public interface SessionConfig {

  /** How long a session may be unused before it ends. */
  @WithDefault("P30D")
  Duration idle();

  /** Maximum duration of a session, even if it is used all the time. */
  @WithDefault("P180D")
  Duration longest();

  /** Shorter limits for the sessions of administrators. */
  Administrator administrator();

  /** The limits of an administrator's session. */
  interface Administrator {

    /**
     * How long an administrator's session may be unused before it ends. Should not be shorter than
     * the life of an access token.
     */
    @WithDefault("1H")
    Duration idle();

    /** Maximum duration of an administrator's session: a working day. */
    @WithDefault("12H")
    Duration longest();
  }

  /**
   * How long a used refresh token still returns the same successor, for a client that lost the
   * response and repeats the request. A later use counts as theft.
   */
  @WithDefault("30S")
  Duration repeat();

  /** How long the code for a login in a browser is valid. */
  @WithDefault("5M")
  Duration browserCode();
}
