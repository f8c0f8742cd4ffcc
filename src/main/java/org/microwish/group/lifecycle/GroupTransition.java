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

/** The table of a group's life and of the memberships in it. */
@SuppressWarnings("ImmutableEnumChecker") // The row's sets are unmodifiable.
public enum GroupTransition
    implements Row.Of<GroupState, GroupRole, MembershipState, GroupRefusal, GroupFact> {
  /** A group comes into being. */
  PROPOSE(
      EntryType.GROUP_PROPOSED,
      set(),
      set(PROPOSED),
      set(GroupRole.CANDIDATE, GroupRole.OPERATOR),
      set(),
      set(),
      set(GroupFact.VALUES)),
  /** Its leader changes what nobody has approved yet. */
  EDIT(
      EntryType.GROUP_EDITED,
      set(PROPOSED),
      set(),
      set(GroupRole.LEADER),
      set(),
      set(GroupRefusal.OWN_PARENT, GroupRefusal.PLACES_TAKEN),
      set(GroupFact.VALUES)),
  /** An operator changes its record, which everybody may read. */
  AMEND(
      EntryType.GROUP_AMENDED,
      set(PROPOSED, ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.OPERATOR),
      set(),
      set(GroupRefusal.OWN_PARENT, GroupRefusal.PLACES_TAKEN),
      set(GroupFact.VALUES)),
  /** An operator lets it work. */
  APPROVE(
      EntryType.GROUP_APPROVED,
      set(PROPOSED),
      set(ACTIVE),
      set(GroupRole.OPERATOR),
      set(),
      set(GroupRefusal.OWN_PROPOSAL, GroupRefusal.MODERATION_OPEN),
      set()),
  /** It rests. */
  SUSPEND(
      EntryType.GROUP_SUSPENDED,
      set(ACTIVE),
      set(SUSPENDED),
      set(GroupRole.OPERATOR),
      set(),
      set(),
      set(GroupFact.REASON)),
  /** It works again. */
  RESUME(
      EntryType.GROUP_RESUMED,
      set(SUSPENDED),
      set(ACTIVE),
      set(GroupRole.OPERATOR),
      set(),
      set(),
      set()),
  /** It is over, and with it all memberships. */
  DISBAND(
      EntryType.GROUP_DISBANDED,
      set(PROPOSED, ACTIVE, SUSPENDED),
      set(DISBANDED),
      set(GroupRole.OPERATOR),
      set(),
      set(),
      set(GroupFact.REASON)),
  /** Somebody who belongs to it becomes its leader. */
  HAND_OVER(
      EntryType.GROUP_HANDED_OVER,
      set(ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.LEADER, GroupRole.OPERATOR),
      set(IN),
      set(),
      set()),
  /** Somebody asks to belong to it. */
  JOIN(
      EntryType.MEMBERSHIP_APPLIED,
      set(ACTIVE),
      set(),
      set(GroupRole.CANDIDATE),
      set(),
      set(GroupRefusal.HOLDS_MEMBERSHIP),
      set()),
  /** An operator puts on record that somebody belongs to it, as rolls on paper say. */
  RECORD(
      EntryType.MEMBERSHIP_RECORDED,
      set(PROPOSED, ACTIVE),
      set(),
      set(GroupRole.OPERATOR),
      set(),
      set(GroupRefusal.HOLDS_MEMBERSHIP, GroupRefusal.FULL),
      set()),
  /** Who asked belongs to it. */
  ADMIT(
      EntryType.MEMBERSHIP_ADMITTED,
      set(ACTIVE),
      set(),
      set(GroupRole.LEADER, GroupRole.OPERATOR),
      set(APPLIED),
      set(GroupRefusal.FULL),
      set()),
  /** Who asked is turned down. */
  DECLINE(
      EntryType.MEMBERSHIP_DECLINED,
      set(ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.LEADER, GroupRole.OPERATOR),
      set(APPLIED),
      set(),
      set(GroupFact.REASON)),
  /** Somebody leaves it, or asks no more. */
  LEAVE(
      EntryType.MEMBERSHIP_LEFT,
      set(PROPOSED, ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.PERSON),
      set(APPLIED, IN),
      set(GroupRefusal.LEADS),
      set()),
  /** Somebody is removed from it. */
  REMOVE(
      EntryType.MEMBERSHIP_REMOVED,
      set(PROPOSED, ACTIVE, SUSPENDED),
      set(),
      set(GroupRole.LEADER, GroupRole.OPERATOR),
      set(IN),
      set(GroupRefusal.LEADS),
      set(GroupFact.REASON));

  private static final Set<GroupTransition> TAKE_PLACE = EnumSet.of(RECORD, ADMIT);

  /** The whole table. */
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

  /** Whether somebody takes a place by it. */
  public boolean takesPlace() {
    return TAKE_PLACE.contains(this);
  }

  @Override
  public Row<GroupState, GroupRole, MembershipState, GroupRefusal, GroupFact> row() {
    return row;
  }
}
