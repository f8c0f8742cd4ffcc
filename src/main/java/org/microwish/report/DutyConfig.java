package org.microwish.report;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures what checked-in members owe. */
@ConfigMapping(prefix = "microwish.duty")
public interface DutyConfig {

  /** How many services a member who is checked in with a community owes in a quarter. */
  @WithDefault("1")
  int servicesPerQuarter();
}
