package org.microwish.sample;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures whether the service loads the sample street. */
@ConfigMapping(prefix = "microwish.sample")
public interface SampleConfig {

  /**
   * Whether the service loads the sample, or continues an interrupted load, in the background after
   * its start. A load begins only while the database contains no divisions, organisations, wishes
   * or subcategories.
   */
  @WithDefault("false")
  boolean load();
}
