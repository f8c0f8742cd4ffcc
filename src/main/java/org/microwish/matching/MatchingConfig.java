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
   * The weight of each term: the points, 0 to 1000, that the term gives at 100 per cent. A term
   * that is missing has its default weight.
   */
  Map<Term, Integer> weights();

  /**
   * Maximum number of claimants that are ranked for a wish, for each of four groups: members whose
   * division is in the wish's street, members checked in there, organisations whose division is in
   * the street, and organisations checked in there.
   */
  @WithDefault("20000")
  int claimants();

  /** How long the claimants of a street stay in the cache before they are read again. */
  @WithDefault("PT15S")
  Duration keepClaimants();
}
