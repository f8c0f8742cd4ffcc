package org.microwish.matching;

import java.util.HashSet;
import java.util.Set;
import org.microwish.matching.score.Profile;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * A member or an organisation that may claim, with the facts that the score uses.
 *
 * @param account the account of a member; null for none, and for an organisation
 * @param unwanted the kinds of message that the claimant does not want
 */
public record ClaimantProfile(
    ClaimantType type, long id, String account, Profile profile, Set<MessageKind> unwanted) {

  /**
   * Returns the facts for the rules of claims on one wish.
   *
   * @param holds true if the claimant already has a live claim on the wish
   * @param barred true if the claimant may not claim because an earlier claim on the wish lapsed
   */
  Claimant claimant(boolean holds, boolean barred) {
    return new Claimant(type, paths(), holds, barred, profile.live() >= profile.cap());
  }

  /** Returns the paths of the claimant's division and of the communities where it is checked in. */
  public Set<String> paths() {
    if (profile.checkIns().isEmpty()) {
      return Set.of(profile.path());
    }
    Set<String> paths = new HashSet<>(profile.checkIns());
    paths.add(profile.path());
    return paths;
  }
}
