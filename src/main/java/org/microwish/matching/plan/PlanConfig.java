package org.microwish.matching.plan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of plans. */
@ConfigMapping(prefix = "microwish.plans")
public interface PlanConfig {

  /** Whether this instance computes plans and sends their invitations. */
  @WithDefault("true")
  boolean enabled();

  /** How long a plan is kept. A plan becomes outdated as its wishes are claimed. */
  @WithDefault("P30D")
  Duration keep();

  /** Maximum duration of the search for the best assignment, unless the request states another. */
  @WithDefault("PT30S")
  Duration timeLimit();

  /** Maximum number of wishes of a plan. */
  @WithDefault("10000")
  int wishes();

  /**
   * Maximum number of claimants that a plan reads, for each of four groups: members and
   * organisations, each by division and by check-in.
   */
  @WithDefault("20000")
  int claimants();

  /**
   * Maximum number of pairs that the search considers; each takes about 150 bytes of memory. All
   * wishes have an equal share of it; a wish with more pairs than its share keeps those with the
   * highest scores.
   */
  @WithDefault("1000000")
  int pairs();

  /** Maximum number of unfinished plans of one account; further plans are refused. */
  @WithDefault("3")
  int unfinished();
}
