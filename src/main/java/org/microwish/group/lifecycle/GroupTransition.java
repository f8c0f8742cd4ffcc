package org.microwish.group.lifecycle;

import static org.microwish.group.lifecycle.GroupState.ACTIVE;
import static org.microwish.group.lifecycle.GroupState.DISBANDED;
import static org.microwish.group.lifecycle.GroupState.PROPOSED;
import static org.microwish.group.lifecycle.GroupState.SUSPENDED;
import static org.microwish.group.lifecycle.MembershipState.APPLIED;
import static org.microwish.group.lifecycle.MembershipState.IN;
import static org.microwish.lifecycle.table.Row.set;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.lifecycle.table.Row;
import org.microwish.lifecycle.table.TransitionTable;

/** The transition table of groups and their memberships. */
@SuppressWarnings("ImmutableEnumChecker") // The row's sets are unmodifiable.
public enum GroupTransition
    implements Row.Of<GroupState, GroupRole, MembershipState, GroupRefusal, GroupFact> {
  /** A member or an operator proposes a group. */
  PROPOSE(
      EntryType.GROUP_PROPOSED,
      set(),
      set(PROPOSED),
      set(GroupRole.CANDIDATE, GroupRole.OPERATOR),
      set(),
      set(),
      set(GroupFact.VALUES)),
  /** The leader changes the group's data before the approval. */
  EDIT(
      EntryType.GROUP_EDITED,
      set(PROPOSED),
      set(),
      set(GroupRole.LEADER),
      set(),
      set(GroupRefusal.OWN_PARENT, GroupRefusal.PLACES_TAKEN),
      set(GroupFact.VALUES)),
  /** An operator changes the group's data, before or after the approval. */
  AMEND(
      EntryType.GROUP_AMENDED,
      set(PROPOSED, ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.OPERATOR),
      set(),
      set(GroupRefusal.OWN_PARENT, GroupRefusal.PLACES_TAKEN),
      set(GroupFact.VALUES)),
  /** An operator approves a proposed group, which makes the group public. */
  APPROVE(
      EntryType.GROUP_APPROVED,
      set(PROPOSED),
      set(ACTIVE),
      set(GroupRole.OPERATOR),
      set(),
      set(GroupRefusal.OWN_PROPOSAL, GroupRefusal.MODERATION_OPEN),
      set()),
  /** An operator suspends an active group. */
  SUSPEND(
      EntryType.GROUP_SUSPENDED,
      set(ACTIVE),
      set(SUSPENDED),
      set(GroupRole.OPERATOR),
      set(),
      set(),
      set(GroupFact.REASON)),
  /** An operator makes a suspended group active again. */
  RESUME(
      EntryType.GROUP_RESUMED,
      set(SUSPENDED),
      set(ACTIVE),
      set(GroupRole.OPERATOR),
      set(),
      set(),
      set()),
  /** An operator disbands a group, which ends all its memberships. */
  DISBAND(
      EntryType.GROUP_DISBANDED,
      set(PROPOSED, ACTIVE, SUSPENDED),
      set(DISBANDED),
      set(GroupRole.OPERATOR),
      set(),
      set(),
      set(GroupFact.REASON)),
  /** The group moves to the successor of its community, which was merged into another. */
  MOVE(
      EntryType.GROUP_MOVED,
      set(PROPOSED, ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.SWEEPER),
      set(),
      set(),
      set(GroupFact.VALUES)),
  /** The leader or an operator makes a person who belongs to the group its new leader. */
  HAND_OVER(
      EntryType.GROUP_HANDED_OVER,
      set(ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.LEADER, GroupRole.OPERATOR),
      set(IN),
      set(),
      set()),
  /** A person applies for membership. */
  JOIN(
      EntryType.MEMBERSHIP_APPLIED,
      set(ACTIVE),
      set(),
      set(GroupRole.CANDIDATE),
      set(),
      set(GroupRefusal.HOLDS_MEMBERSHIP),
      set()),
  /** An operator records a membership, for example from a paper register. */
  RECORD(
      EntryType.MEMBERSHIP_RECORDED,
      set(PROPOSED, ACTIVE),
      set(),
      set(GroupRole.OPERATOR),
      set(),
      set(GroupRefusal.HOLDS_MEMBERSHIP, GroupRefusal.FULL),
      set()),
  /** The leader or an operator admits an applicant. */
  ADMIT(
      EntryType.MEMBERSHIP_ADMITTED,
      set(ACTIVE),
      set(),
      set(GroupRole.LEADER, GroupRole.OPERATOR),
      set(APPLIED),
      set(GroupRefusal.FULL),
      set()),
  /** The leader or an operator declines an applicant. */
  DECLINE(
      EntryType.MEMBERSHIP_DECLINED,
      set(ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.LEADER, GroupRole.OPERATOR),
      set(APPLIED),
      set(),
      set(GroupFact.REASON)),
  /** A person leaves, or withdraws an application. */
  LEAVE(
      EntryType.MEMBERSHIP_LEFT,
      set(PROPOSED, ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.PERSON),
      set(APPLIED, IN),
      set(GroupRefusal.LEADS),
      set()),
  /** The leader or an operator removes a person who belongs to the group. */
  REMOVE(
      EntryType.MEMBERSHIP_REMOVED,
      set(PROPOSED, ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.LEADER, GroupRole.OPERATOR),
      set(IN),
      set(GroupRefusal.LEADS),
      set(GroupFact.REASON));

  /** The transition table with a row for each constant. */
  public static final TransitionTable TABLE =
      TransitionTable.of(AggregateType.GROUP, GroupState.class, GroupTransition.class);

  private final Row<GroupState, GroupRole, MembershipState, GroupRefusal, GroupFact> row;

  GroupTransition(
      EntryType entryType,
      Set<GroupState> sources,
      Set<GroupState> targets,
      Set<GroupRole> roles,
      Set<MembershipState> parts,
      Set<GroupRefusal> refusals,
      Set<GroupFact> facts) {
    Set<GroupRefusal> all = EnumSet.of(GroupRefusal.NOT_PERMITTED, GroupRefusal.WRONG_STATE);
    all.addAll(refusals);
    if (!parts.isEmpty()) {
      all.add(GroupRefusal.WRONG_MEMBERSHIP_STATE);
    }
    this.row =
        new Row<>(
            entryType, sources, targets, roles, parts, Collections.unmodifiableSet(all), facts);
  }

  /** Returns true if the command fills a place, so that it is refused while the group is full. */
  public boolean takesPlace() {
    return refusals().contains(GroupRefusal.FULL);
  }

  @Override
  public Row<GroupState, GroupRole, MembershipState, GroupRefusal, GroupFact> row() {
    return row;
  }
}
