package org.microwish.matching;

import java.util.HashSet;
import java.util.Set;
import org.microwish.matching.score.Profile;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * A member or an organisation that may claim, with what the score knows about it.
 *
 * @param account the account of a member; null for none, and for an organisation
 * @param unwanted the kinds of message that the claimant does not want
 */
public record ClaimantProfile(
    ClaimantType type, long id, String account, Profile profile, Set<MessageKind> unwanted) {

  /** Returns the facts for the rules of claims. */
  Claimant claimant(boolean holds, boolean barred) {
    return new Claimant(type, paths(), holds, barred, profile.live() >= profile.cap());
  }

  /** Returns the paths of the own division and of the communities of check-in. */
  public Set<String> paths() {
    if (profile.checkIns().isEmpty()) {
      return Set.of(profile.path());
    }
    Set<String> paths = new HashSet<>(profile.checkIns());
    paths.add(profile.path());
    return paths;
  }
}
