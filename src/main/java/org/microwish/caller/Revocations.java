package org.microwish.caller;

import java.time.Duration;
import java.time.Instant;

/** Knows which tokens are no longer good although their time has not passed. */
public interface Revocations {

  /**
   * No token is good for longer, whatever its own end says, so that revocations need not be
   * remembered for ever.
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
