package org.microwish.platform.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How much is too much. */
@ConfigMapping(prefix = "microwish.limits")
public interface LimitsConfig {

  /**
   * The secret under which accounts and addresses are hashed before they are counted; the same in
   * all instances. Unset: made from the password of the database, which they share. A new one
   * forgets all counts.
   */
  Optional<String> key();

  /** Networks whose requests are not counted, such as {@code 10.1.0.0/16}: own monitoring. */
  Optional<Set<String>> exempt();

  /**
   * The most keys that an instance remembers for each rate; what comes beyond them shares one
   * bucket. An entry takes about 150 bytes.
   */
  @WithDefault("100000")
  int maxKeys();

  /** All requests from one address (IPv6: one /64). Many phones may be behind it. */
  Rate address();

  /** All requests of one account or client. */
  Rate account();

  /** Requests for tokens from one address: a class that logs in together must pass. */
  Rate login();

  /** Claims by one account or client. */
  Rate claims();

  /** Readings of personal values in clear by one account: a person calls, a thief copies. */
  Rate unmasking();

  /**
   * So many requests in so long, as a token bucket: all at once if need be, then as it fills again.
   */
  interface Rate {

    /** The most requests at once, and in a window. */
    int quota();

    /** How long an empty bucket takes to fill; whole seconds. */
    Duration window();
  }

  /** The limits of each kind of try; kinds that are not named have the defaults. */
  @WithDefaults
  Map<String, AttemptLimit> attempts();

  /** Limits of one kind of try, for each key. */
  interface AttemptLimit {

    /** Tries in a window, good and bad; this also bounds how many run at once. */
    @WithDefault("20")
    int tries();

    /** The window of {@link #tries()}, and how long failures are remembered at least. */
    @WithDefault("15m")
    Duration window();

    /** Failures in a row before the first lockout. */
    @WithDefault("5")
    int failures();

    /** The first lockout; each further failure doubles it. */
    @WithDefault("30s")
    Duration lock();

    /**
     * The longest lockout. Not for ever: who knows a login must not be able to keep its owner out.
     */
    @WithDefault("15m")
    Duration longestLock();
  }
}
