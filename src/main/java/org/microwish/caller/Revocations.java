package org.microwish.caller;

import java.time.Duration;
import java.time.Instant;

/** Checks whether a token was revoked before it expired. */
public interface Revocations {

  /**
   * The maximum age of a token; an older token is rejected even if its own expiry is later. A
   * revocation therefore need not be stored for longer.
   */
  Duration LONGEST_LIFE = Duration.ofHours(24);

  /** Returns true if {@link #isRevoked} can answer from memory, without a database read. */
  boolean areKnown();

  /**
   * Returns true if a token was revoked or is older than {@link #LONGEST_LIFE}. A revocation takes
   * effect in every instance within 5 s.
   *
   * @param account the token's account, or {@link CurrentCaller#sessionKey} of the token's login
   *     session
   * @param epoch the account's revocation epoch when the token was issued; 0 for a login session
   * @throws org.microwish.problem.ProblemException DATABASE_UNAVAILABLE if the revocations cannot
   *     be read
   */
  boolean isRevoked(String account, long epoch, Instant issuedAt);
}
