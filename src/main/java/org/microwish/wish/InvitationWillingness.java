package org.microwish.wish;

import org.microwish.wish.lifecycle.Category;

/** Says whether somebody wants to be invited; implemented where claimants say what they want. */
public interface InvitationWillingness {

  /** Returns whether the claimant wants to be invited now to wishes of this category. */
  boolean admits(Claims.Holder claimant, Category category);
}
