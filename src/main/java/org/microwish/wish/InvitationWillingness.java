package org.microwish.wish;

/** Says whether somebody wants to be invited; implemented where claimants say what they want. */
public interface InvitationWillingness {

  /** Returns whether the claimant wants to be invited to the wish now. */
  boolean admits(Claims.Holder claimant, Wish wish);
}
