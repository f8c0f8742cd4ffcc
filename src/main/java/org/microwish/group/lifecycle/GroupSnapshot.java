package org.microwish.group.lifecycle;

import java.util.Set;

/**
 * The facts on which a decision about a group depends, as read under the lock.
 *
 * @param roles the caller's roles towards the group
 * @param membership the state of the membership that the command addresses, or null
 * @param places the maximum number of members after the command; null for no limit
 * @param members the number of members
 * @param ownProposal whether the caller, in whatever role, leads the group
 * @param moderationOpen whether a moderation finding on the group's texts is open or the texts were
 *     rejected
 * @param belowItself whether the new parent is the group itself or a group below it
 * @param holdsMembership whether the joining person already has a live membership
 * @param leads whether the addressed membership is the leader's
 */
public record GroupSnapshot(
    GroupState state,
    Set<GroupRole> roles,
    MembershipState membership,
    Integer places,
    int members,
    boolean ownProposal,
    boolean moderationOpen,
    boolean belowItself,
    boolean holdsMembership,
    boolean leads) {

  /** Returns a copy with {@code next} as the maximum number of members. */
  public GroupSnapshot places(Integer next) {
    return with(next, belowItself, holdsMembership);
  }

  /** Returns a copy with the given value of {@link #belowItself}. */
  public GroupSnapshot below(boolean itself) {
    return with(places, itself, holdsMembership);
  }

  /** Returns a copy with the given value of {@link #holdsMembership}. */
  public GroupSnapshot holding(boolean one) {
    return with(places, belowItself, one);
  }

  private GroupSnapshot with(Integer nextPlaces, boolean itself, boolean one) {
    return new GroupSnapshot(
        state,
        roles,
        membership,
        nextPlaces,
        members,
        ownProposal,
        moderationOpen,
        itself,
        one,
        leads);
  }
}
