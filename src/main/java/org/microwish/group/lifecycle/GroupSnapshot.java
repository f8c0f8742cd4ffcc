package org.microwish.group.lifecycle;

import java.util.Set;

/**
 * What a decision on a group depends on, as it is under the lock.
 *
 * @param roles what the caller is to the group
 * @param membership the state of the membership that the command names, or null
 * @param places how many may belong to it once the command is done; null for any number
 * @param members how many belong to it
 * @param ownProposal the caller, in whatever role, leads the group
 * @param moderationOpen a finding about its words waits, or its words were rejected
 * @param belowItself the new parent is the group, or a group below it
 * @param holdsMembership who joins has a live membership
 * @param leads the membership that the command names is the leader's
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

  /** The same with other places. */
  public GroupSnapshot places(Integer next) {
    return with(next, belowItself, holdsMembership);
  }

  /** The same, where the new parent is the group or stands below it. */
  public GroupSnapshot below(boolean itself) {
    return with(places, itself, holdsMembership);
  }

  /** The same, where who joins has a live membership, or has none. */
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
