package org.microwish.change;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits the number of requests that wait for changes. */
@ConfigMapping(prefix = "microwish.changes")
public interface ChangeConfig {

  /** Maximum number of requests that wait at the same time in this instance. */
  @WithDefault("1000")
  int waiting();

  /** Maximum number of requests of one caller that wait at the same time in this instance. */
  @WithDefault("3")
  int waitingPerCaller();
}
