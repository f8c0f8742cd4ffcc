package org.microwish.statistics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** This instance's configuration of the statistics. */
@ConfigMapping(prefix = "microwish.statistics")
public interface StatisticsConfig {

  /**
   * Whether this instance counts leaves; at least one instance must. All instances answer queries.
   */
  @WithDefault("true")
  boolean enabled();

  /**
   * The health check reports the statistics as down if leaves wait longer than this to be counted.
   */
  @WithDefault("30s")
  Duration lateAfter();

  /** How long HTTP caches may reuse a response without revalidation. */
  @WithDefault("5s")
  Duration maxAge();

  /** Freezing of the monthly leaderboards. */
  Boards boards();

  /** Freezing of the monthly leaderboards. */
  interface Boards {

    /** Whether this instance freezes boards; at least one instance must. */
    @WithDefault("true")
    boolean enabled();

    /**
     * A board is frozen, at the earliest, this long after the end of its month or after its first
     * event was recorded, whichever is later, by the database's clock. The second condition exists
     * because the events of past months may be recorded late, all at once.
     */
    @WithDefault("3d")
    Duration delay();
  }
}
