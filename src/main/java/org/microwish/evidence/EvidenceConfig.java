package org.microwish.evidence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where evidence is kept and what is taken. */
@ConfigMapping(prefix = "microwish.evidence")
public interface EvidenceConfig {

  /** The directory that all instances share; required in production. */
  Optional<Path> directory();

  /** The largest file in bytes, at most 10 MiB. */
  @WithDefault("10485760")
  @Min(1)
  @Max(EvidenceLimits.LARGEST_FILE)
  long maxBytes();

  /** The largest image in pixels, width times height. */
  @WithDefault("64000000")
  @Min(1)
  long maxPixels();

  /**
   * How long a file may be without a row before it is deleted. Longer than any upload takes; it
   * outlasts a client's retries.
   */
  @WithDefault("24H")
  Duration orphansAfter();
}
