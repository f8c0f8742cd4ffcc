package org.microwish.caller;

import java.time.Duration;
import java.time.Instant;

/** Tells which tokens were revoked before they expired. */
public interface Revocations {

  /**
   * The longest life of any token, whatever its own expiry says: a revocation need not be kept for
   * longer.
   */
  Duration LONGEST_LIFE = Duration.ofHours(24);

  /** Whether {@link #isRevoked} answers at once, from memory. */
  boolean areKnown();

  /**
   * Whether a token of that account is revoked, or older than {@link #LONGEST_LIFE}. Says yes no
   * later than 5 s after the revocation, in every instance.
   *
   * @throws org.microwish.problem.ProblemException DATABASE_UNAVAILABLE when that cannot be told
   */
  boolean isRevoked(String account, long epoch, Instant issuedAt);
}
