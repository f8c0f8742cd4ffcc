package org.microwish.report;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configures what checked-in members owe. */
@ConfigMapping(prefix = "microwish.duty")
public interface DutyConfig {

  /** How many services a member who is checked in with a community owes in a quarter. */
  @WithDefault("1")
  int servicesPerQuarter();

  /** Whether this instance freezes the records of past quarters; at least one instance must. */
  @WithDefault("true")
  boolean freezes();

  /**
   * How long after the end of a quarter its records are frozen, so that what was done on paper can
   * still be recorded.
   */
  @WithDefault("P10D")
  Duration frozenAfter();
}
