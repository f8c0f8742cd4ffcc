package org.microwish.platform.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Configuration of the rate limits, and of the limits on attempts to use a secret. */
@ConfigMapping(prefix = "microwish.limits")
public interface LimitsConfig {

  /**
   * The secret with which accounts and addresses are hashed before attempts are counted; must be
   * the same in all instances. If not set, the secret is derived from the database password, which
   * is the same in all instances. A new secret resets all counts of attempts.
   */
  Optional<String> key();

  /**
   * Networks whose requests are not counted, such as {@code 10.1.0.0/16} for monitoring systems.
   */
  Optional<Set<String>> exempt();

  /**
   * Maximum number of keys (addresses or accounts) that an instance stores for each rate limit; all
   * further keys share one bucket. A stored key takes about 150 bytes of memory.
   */
  @WithDefault("100000")
  int maxKeys();

  /**
   * Limits all requests from one client address (for IPv6, from one /64 network). Many phones may
   * share one address.
   */
  Rate address();

  /** Limits all requests with the tokens of one account or client. */
  Rate account();

  /**
   * Limits the requests for logins, tokens, sessions and bindings from one client address; must
   * allow a whole school class to log in at the same time.
   */
  Rate login();

  /** Limits the claims by one account or client. */
  Rate claims();

  /**
   * Limits the reads of unmasked personal data by one account; low, because people normally read
   * single values.
   */
  Rate unmasking();

  /**
   * The number of requests that one costly operation counts as, in the limits per address and
   * account.
   */
  @WithDefault("20")
  int expensiveCost();

  /**
   * Maximum number of expensive reads that this instance runs at the same time. Must be well below
   * its number of database connections, so that other requests get one.
   */
  @WithDefault("6")
  int expensiveReads();

  /**
   * Maximum number of expensive reads at the same time by one account, or from one client address
   * without a token.
   */
  @WithDefault("3")
  int expensiveReadsPerCaller();

  /**
   * Maximum number of requests in this instance that draw an audit sample or wait to draw one; only
   * one draws at a time. One client address may have one such request. The requests also count as
   * public exports.
   */
  @WithDefault("4")
  int draws();

  /**
   * Maximum number of public exports that this instance sends at the same time. Each occupies a
   * worker thread until the client has received it; Quarkus has 200 by default.
   */
  @WithDefault("30")
  int publicExports();

  /** Maximum number of public exports at the same time by one caller. */
  @WithDefault("4")
  int publicExportsPerCaller();

  /**
   * Maximum number of exports and files that this instance sends at the same time to callers with a
   * token. Each occupies a worker thread until the client has received it.
   */
  @WithDefault("50")
  int downloads();

  /**
   * Maximum number of exports and files that this instance sends to one caller at the same time.
   * Ten, because a mini-program sends at most ten requests at once.
   */
  @WithDefault("10")
  int downloadsPerCaller();

  /**
   * Maximum number of responses with parts of the ledger (tiles of hashes and bundles of entries)
   * that are in memory at the same time, until their clients have received them.
   */
  @WithDefault("200")
  int tiles();

  /** Maximum number of such responses at the same time for one caller. */
  @WithDefault("40")
  int tilesPerCaller();

  /**
   * A rate limit, implemented as a token bucket: {@code quota} requests at once, then one more each
   * time that {@code window} / {@code quota} has passed.
   */
  interface Rate {

    /** Maximum number of requests at once: the number of tokens that a full bucket holds. */
    int quota();

    /** How long an empty bucket takes to fill: a whole number of seconds, at least one. */
    Duration window();
  }

  /**
   * The limits on attempts, by the kind of attempt; kinds that are not configured have the
   * defaults.
   */
  @WithDefaults
  Map<String, AttemptLimit> attempts();

  /**
   * The limits on one kind of attempt. Each key (such as an account or an address) is limited
   * separately.
   */
  interface AttemptLimit {

    /**
     * Maximum number of attempts in a window, successful or not. Limits concurrent attempts too,
     * because each is counted before its result is known.
     */
    @WithDefault("20")
    int tries();

    /**
     * The length of the window in which {@link #tries()} counts. Failures are remembered for this
     * time plus {@link #longestLock()}.
     */
    @WithDefault("15m")
    Duration window();

    /** The number of failures in a row that causes the first lockout. */
    @WithDefault("5")
    int failures();

    /** The length of the first lockout; each further failure doubles the length. */
    @WithDefault("30s")
    Duration lock();

    /**
     * Maximum length of a lockout. Without a maximum, an attacker who knows a login could lock the
     * owner of the account out for ever.
     */
    @WithDefault("15m")
    Duration longestLock();
  }
}
