package org.microwish.party;

import org.microwish.problem.Faults;

/**
 * A member to be recorded.
 *
 * @param showsName whether the member has consented to appear by name on a leaderboard
 */
public record MemberDraft(MemberProfile profile, MemberContact contact, boolean showsName) {

  /** The cleaned draft; what is wrong goes to {@code faults}. */
  MemberDraft checked(Faults faults) {
    return new MemberDraft(profile.checked(faults), contact.checked(faults), showsName);
  }
}
