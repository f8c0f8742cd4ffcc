package org.microwish.wish;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.microwish.wish.lifecycle.Limits;

/** The times and numbers of the rules. */
@ConfigMapping(prefix = "microwish.wish")
public interface WishConfig {

  /** How long a wish stays open when its publication names no claim-by date. */
  @WithDefault("P30D")
  Duration openFor();

  /** A claim lapses unless its claimant contacts or assesses within this time. */
  @WithDefault("P7D")
  Duration contactWithin();

  /** The completion date of a claim on a wish that names none. */
  @WithDefault("P30D")
  Duration completeWithin();

  /** How long a lapse bars the claimant from the same wish. */
  @WithDefault("P7D")
  Duration lapseBar();

  /** How long after delivery an operator may confirm for a resident who does not answer. */
  @WithDefault("P14D")
  Duration noAnswerAfter();

  /** How long a fulfilled wish stays in public notice before it is archived. */
  @WithDefault("P30D")
  Duration notice();

  /** Live claims of one member. */
  @WithDefault("5")
  int memberClaims();

  /** Live claims of one organisation. */
  @WithDefault("20")
  int organisationClaims();

  /** Claims of one wish that may wait for approval; a leaf must be able to name them all. */
  @WithDefault("500")
  int pendingClaims();

  /** The rules' part of these. */
  default Limits limits() {
    return new Limits(
        contactWithin(), completeWithin(), noAnswerAfter(), notice(), pendingClaims());
  }
}
