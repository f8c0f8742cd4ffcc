package org.microwish.platform.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rate limits, and limits for attempts to use a secret. */
@ConfigMapping(prefix = "microwish.limits")
public interface LimitsConfig {

  /**
   * The secret used to hash accounts and addresses before they are counted; must be the same in all
   * instances. If unset, derived from the database password, which all instances share. A new
   * secret resets all counts.
   */
  Optional<String> key();

  /** Networks whose requests are not counted, such as {@code 10.1.0.0/16} for monitoring. */
  Optional<Set<String>> exempt();

  /**
   * Maximum number of keys that an instance stores for each rate; further keys share one bucket. An
   * entry takes about 150 bytes.
   */
  @WithDefault("100000")
  int maxKeys();

  /** All requests from one address (IPv6: one /64 network). Many phones may share it. */
  Rate address();

  /** All requests of one account or client. */
  Rate account();

  /** Token requests from one address; must allow a whole class to log in at the same time. */
  Rate login();

  /** Claims by one account or client. */
  Rate claims();

  /**
   * Reads of unmasked personal data by one account; low, because regular use reads single values.
   */
  Rate unmasking();

  /** How many requests an expensive read counts as, for the limits of address and account. */
  @WithDefault("20")
  int expensiveCost();

  /**
   * Maximum number of expensive reads at once in this instance: well below its database
   * connections, so that other requests find one.
   */
  @WithDefault("6")
  int expensiveReads();

  /** Maximum number of expensive reads at once by one account, or by one address without login. */
  @WithDefault("3")
  int expensiveReadsPerCaller();

  /**
   * A rate limit, implemented as a token bucket: {@code quota} requests at once, refilled over
   * {@code window}.
   */
  interface Rate {

    /** Maximum number of requests at once, which the bucket regains in a window. */
    int quota();

    /** How long an empty bucket takes to fill; whole seconds. */
    Duration window();
  }

  /** The limits for each kind of attempt; kinds that are not configured use the defaults. */
  @WithDefaults
  Map<String, AttemptLimit> attempts();

  /** The limits of one kind of attempt, for each key. */
  interface AttemptLimit {

    /** Attempts in a window, successful or not; this also limits concurrent attempts. */
    @WithDefault("20")
    int tries();

    /** The window of {@link #tries()}. Failures are remembered for at least this long. */
    @WithDefault("15m")
    Duration window();

    /** Failures in a row before the first lockout. */
    @WithDefault("5")
    int failures();

    /** The length of the first lockout; each further failure doubles it. */
    @WithDefault("30s")
    Duration lock();

    /**
     * Maximum length of a lockout. It is limited so that an attacker who knows a login cannot lock
     * its owner out for ever.
     */
    @WithDefault("15m")
    Duration longestLock();
  }
}
