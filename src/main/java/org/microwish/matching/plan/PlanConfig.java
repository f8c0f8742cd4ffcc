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

  /** How long a plan is kept; it ages as wishes are claimed. */
  @WithDefault("P30D")
  Duration keep();

  /** How long the search for the best assignment takes at most, if the request says nothing. */
  @WithDefault("PT30S")
  Duration timeLimit();

  /** Maximum number of wishes of a plan. */
  @WithDefault("10000")
  int wishes();

  /** Maximum number of claimants of a plan, members and organisations each. */
  @WithDefault("20000")
  int claimants();

  /**
   * Maximum number of pairs that the search considers; each takes about 150 bytes of memory. If
   * there are more, each wish keeps those with the highest scores.
   */
  @WithDefault("1000000")
  int pairs();

  /** Maximum number of unfinished plans of one account; the others wait meanwhile. */
  @WithDefault("3")
  int unfinished();
}
