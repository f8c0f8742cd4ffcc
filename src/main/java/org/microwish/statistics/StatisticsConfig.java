package org.microwish.statistics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this instance takes part in the statistics. */
@ConfigMapping(prefix = "microwish.statistics")
public interface StatisticsConfig {

  /** Whether this instance counts leaves; one of all must. Every instance answers. */
  @WithDefault("true")
  boolean enabled();

  /** How long leaves may wait before health says that the statistics are behind. */
  @WithDefault("30s")
  Duration lateAfter();

  /** How long any cache may give an answer again without asking. */
  @WithDefault("5s")
  Duration maxAge();

  /** Freezing the monthly leaderboards. */
  Boards boards();

  /** Freezing the monthly leaderboards. */
  interface Boards {

    /** Whether this instance does it; one of all must. */
    @WithDefault("true")
    boolean enabled();

    /**
     * How long after the end of a month its boards are frozen, by the database's clock; and no
     * earlier than so long after the first word of something on them, because months of long ago
     * are recorded late and whole.
     */
    @WithDefault("3d")
    Duration delay();
  }
}
