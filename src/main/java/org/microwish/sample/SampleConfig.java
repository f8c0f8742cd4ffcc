package org.microwish.sample;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether the sample street comes with the service. */
@ConfigMapping(prefix = "microwish.sample")
public interface SampleConfig {

  /** Load it in the background after the start, if the database is empty. */
  @WithDefault("false")
  boolean load();
}
