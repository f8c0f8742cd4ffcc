package org.microwish.sample;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures whether the service loads the sample street. */
@ConfigMapping(prefix = "microwish.sample")
public interface SampleConfig {

  /** Whether to load it in the background after the start, if the database is empty. */
  @WithDefault("false")
  boolean load();
}
