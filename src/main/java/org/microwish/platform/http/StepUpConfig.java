package org.microwish.platform.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of operations that need a fresh second factor. */
@ConfigMapping(prefix = "microwish.step-up")
public interface StepUpConfig {

  /** How long a second factor counts as fresh, after a login or a confirmation. */
  @WithDefault("10M")
  Duration within();
}
