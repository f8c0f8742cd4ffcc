package org.microwish.matching;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import org.microwish.matching.score.Term;

/** Configures rankings. */
@ConfigMapping(prefix = "microwish.matching")
public interface MatchingConfig {

  /**
   * The weights of terms: the points of 100 per cent, 0 to 1000. A term that is missing has its
   * default weight.
   */
  Map<Term, Integer> weights();

  /**
   * Maximum number of members, and of organisations, that live, work or are checked in in the
   * street of a wish and are ranked for it.
   */
  @WithDefault("20000")
  int claimants();

  /** How long the claimants of a street are kept, before they are read again to be ranked. */
  @WithDefault("PT15S")
  Duration keepClaimants();
}
