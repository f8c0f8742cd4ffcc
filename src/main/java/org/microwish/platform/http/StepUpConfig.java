package org.microwish.platform.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of step-up authentication: operations that need a fresh second factor. */
@ConfigMapping(prefix = "microwish.step-up")
public interface StepUpConfig {

  /** How long operations that need step-up accept a second factor after the caller showed it. */
  @WithDefault("10M")
  Duration within();
}
