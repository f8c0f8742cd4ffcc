package org.microwish.group.lifecycle;

import java.util.Optional;

/**
 * Decides whether a command on a group is permitted, and which states the group and the membership
 * have afterwards.
 */
public final class GroupRules {

  private GroupRules() {}

  /**
   * Returns the first reason to refuse the command, in the order of {@link GroupRefusal}; empty if
   * the command is permitted.
   */
  public static Optional<GroupRefusal> refusal(GroupTransition transition, GroupSnapshot group) {
    return transition.refusals().stream()
        .filter(refusal -> applies(refusal, transition, group))
        .findFirst();
  }

  private static boolean applies(
      GroupRefusal refusal, GroupTransition transition, GroupSnapshot group) {
    return switch (refusal) {
      case NOT_PERMITTED -> !transition.permits(group.roles());
      case WRONG_STATE -> !transition.sources().contains(group.state());
      case WRONG_MEMBERSHIP_STATE -> !transition.parts().contains(group.membership());
      case OWN_PROPOSAL -> group.ownProposal();
      case MODERATION_OPEN -> group.moderationOpen();
      case OWN_PARENT -> group.belowItself();
      case PLACES_TAKEN -> group.places() != null && group.members() > group.places();
      case HOLDS_MEMBERSHIP -> group.holdsMembership();
      case FULL -> group.places() != null && group.members() >= group.places();
      case LEADS -> group.leads();
    };
  }

  /** Returns the group's state after the command. */
  public static GroupState after(GroupTransition transition, GroupState state) {
    return transition.targets().isEmpty() ? state : transition.targets().iterator().next();
  }

  /**
   * Returns the new state of the membership that a command is about; null for a command that is
   * about the group.
   */
  public static MembershipState membershipAfter(GroupTransition transition) {
    return switch (transition) {
      case JOIN -> MembershipState.APPLIED;
      case RECORD, ADMIT, HAND_OVER -> MembershipState.IN;
      case DECLINE, LEAVE, REMOVE -> MembershipState.LEFT;
      case PROPOSE, EDIT, AMEND, APPROVE, SUSPEND, RESUME, DISBAND, MOVE -> null;
    };
  }
}
