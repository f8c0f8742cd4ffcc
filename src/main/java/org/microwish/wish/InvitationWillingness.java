package org.microwish.wish;

/**
 * Answers whether a claimant wants invitations; implemented in {@code matching}, which stores what
 * claimants are open to.
 */
public interface InvitationWillingness {

  /** Returns whether the claimant wants to be invited to the wish now. */
  boolean admits(Claims.Holder claimant, Wish wish);
}
