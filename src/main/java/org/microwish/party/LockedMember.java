package org.microwish.party;

/**
 * The columns read from a member's row when it is locked.
 *
 * @param state the name of a {@link MemberState}
 * @param organisationId null for a volunteer
 */
public record LockedMember(
    long id, String state, Long organisationId, String divisionPath, boolean held) {

  /**
   * Returns true if the member may check in, claim and be bound to an account: it has not left and
   * is not under a legal hold.
   */
  public boolean isActive() {
    return state.equals(MemberState.ACTIVE.name()) && !held;
  }
}
