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
   * to which every erasure is written before the response. At start the service repeats those
   * erasures in the directory that the database does not contain. Without such a directory, the
   * restore of an older backup brings erased values back.
   */
  @WithName("erasures.directory")
  Optional<Path> erasuresDirectory();

  /** Configuration of the job that erases values after their retention period. */
  Retention retention();

  /** Configuration of the job that erases values after their retention period. */
  interface Retention {

    /** Whether this instance runs the job; at least one instance must. */
    @WithDefault("true")
    boolean enabled();

    /**
     * How long a wish's values are kept after the wish was archived, rejected, referred or
     * withdrawn, or after the last change of an abandoned draft, returned or expired wish; also how
     * long a group's values are kept after the group's end. The default is three years, the period
     * after which claims are barred (Civil Code art. 188).
     */
    @WithDefault("P1095D")
    Duration wishes();

    /** How long a member's values are kept after the membership ended. */
    @WithDefault("P1095D")
    Duration members();
  }
}
