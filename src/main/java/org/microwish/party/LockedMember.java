package org.microwish.party;

/**
 * What the locked row of a member says of it.
 *
 * @param state the name of a {@link MemberState}
 * @param organisationId null for a volunteer
 */
public record LockedMember(
    long id, String state, Long organisationId, String divisionPath, boolean held) {

  /** Whether anything may be hung on it; not while a legal hold keeps it. */
  public boolean isActive() {
    return state.equals(MemberState.ACTIVE.name()) && !held;
  }
}
