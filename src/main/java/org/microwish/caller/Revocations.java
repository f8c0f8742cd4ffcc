package org.microwish.caller;

import java.time.Duration;
import java.time.Instant;

/** Checks whether a token was revoked before it expired. */
public interface Revocations {

  /**
   * The maximum age of any token, whatever its own expiry says. A revocation need not be stored for
   * longer.
   */
  Duration LONGEST_LIFE = Duration.ofHours(24);

  /** Whether {@link #isRevoked} can answer from memory, without a database read. */
  boolean areKnown();

  /**
   * Whether a token of that account was revoked or is older than {@link #LONGEST_LIFE}. In every
   * instance, returns true at most 5 s after the revocation.
   *
   * @throws org.microwish.problem.ProblemException DATABASE_UNAVAILABLE if the revocations cannot
   *     be read
   */
  boolean isRevoked(String account, long epoch, Instant issuedAt);
}
