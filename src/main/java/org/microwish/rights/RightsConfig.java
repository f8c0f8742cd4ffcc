package org.microwish.rights;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How long personal values are kept, and where erasures are remembered. */
@ConfigMapping(prefix = "microwish.rights")
public interface RightsConfig {

  /**
   * A directory outside the database, in no backup of it and shared by all instances or kept by
   * each alone, where every erasure is written down before it is answered. At start the erasures in
   * it that the database does not know are done again. Without one an older backup brings back what
   * was erased.
   */
  @WithName("erasures.directory")
  Optional<Path> erasuresDirectory();

  /** The job that erases what is no longer needed. */
  Retention retention();

  /** The job that erases what is no longer needed. */
  interface Retention {

    /** Whether this instance does it; one of all must. */
    @WithDefault("true")
    boolean enabled();

    /**
     * How long a wish's values are kept after it was archived, rejected, referred or withdrawn.
     * Three years: the period after which claims out of it are barred (Civil Code art. 188).
     */
    @WithDefault("P1095D")
    Duration wishes();

    /** How long a member's values are kept after its membership ended. */
    @WithDefault("P1095D")
    Duration members();
  }
}
