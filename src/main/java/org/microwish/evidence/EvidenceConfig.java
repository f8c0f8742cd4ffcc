package org.microwish.evidence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The evidence directory and the limits for uploads. */
@ConfigMapping(prefix = "microwish.evidence")
public interface EvidenceConfig {

  /** The directory of evidence files, shared by all instances; required in production. */
  Optional<Path> directory();

  /** The maximum file size in bytes, at most 10 MiB. */
  @WithDefault("10485760")
  @Min(1)
  @Max(EvidenceLimits.LARGEST_FILE)
  long maxBytes();

  /** The maximum image size in pixels, width times height. */
  @WithDefault("64000000")
  @Min(1)
  long maxPixels();

  /**
   * How long a file may exist without a database row before it is deleted. Must be longer than any
   * upload including the client's retries.
   */
  @WithDefault("24H")
  Duration orphansAfter();
}
