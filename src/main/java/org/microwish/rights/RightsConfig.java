package org.microwish.rights;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Configuration of retention periods and of the list of erasures. */
@ConfigMapping(prefix = "microwish.rights")
public interface RightsConfig {

  /**
   * A directory outside the database and its backups, shared by all instances or separate for each,
   * where every erasure is written before it is answered. At start the erasures in it that the
   * database does not contain are repeated. Without it, restoring an older backup brings erased
   * values back.
   */
  @WithName("erasures.directory")
  Optional<Path> erasuresDirectory();

  /** The job that erases what is no longer needed. */
  Retention retention();

  /** The job that erases what is no longer needed. */
  interface Retention {

    /** Whether this instance runs the job; at least one instance must. */
    @WithDefault("true")
    boolean enabled();

    /**
     * How long a wish's values are kept after it was archived, rejected, referred or withdrawn, or
     * since the last change of an abandoned draft, returned or expired wish; also a group's values
     * after its end. Three years: the period after which claims are barred (Civil Code art. 188).
     */
    @WithDefault("P1095D")
    Duration wishes();

    /** How long a member's values are kept after its membership ended. */
    @WithDefault("P1095D")
    Duration members();
  }
}
