package org.microwish.verify;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.microwish.group.lifecycle.GroupRefusal;
import org.microwish.group.lifecycle.GroupRole;
import org.microwish.group.lifecycle.GroupRules;
import org.microwish.group.lifecycle.GroupSnapshot;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.Leaf;

/**
 * Checks each command on a group with {@link GroupRules}, the rules that the service applies.
 * Leaves do not show whether a finding of moderation is open, so the check assumes that none is.
 */
final class GroupAudit {

  private static final class Membership {
    private final String member;
    private MembershipState state;

    Membership(String member) {
      this.member = member;
    }
  }

  private static final class Group {
    private final Map<String, Membership> memberships = new HashMap<>();
    private String leader;
    private String parent;
    private Integer places;
    private int members;
  }

  private final Map<String, Group> groups = new HashMap<>();

  /**
   * Checks the next leaf of a group. The caller has already checked that the leaf's transition
   * starts from the state after the group's previous leaf.
   *
   * @return the finding; null if there is none
   */
  Finding check(long index, Leaf leaf) {
    Group group = groups.computeIfAbsent(leaf.aggregateId(), id -> new Group());
    try {
      return check(index, leaf, group);
    } catch (ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | ArithmeticException malformed) {
      return Rule.ILL_FORMED.at(index, "a fact is missing or has another form: " + malformed);
    }
  }

  private Finding check(long index, Leaf leaf, Group group) {
    GroupTransition command = GroupTransition.valueOf(leaf.transition().command());
    Map<String, Object> record = Facts.nullable(leaf.facts(), "group");
    if (record != null) {
      group.parent = (String) record.get("parent");
      Long places = (Long) record.get("places");
      group.places = places == null ? null : Integer.valueOf(Math.toIntExact(places));
    }
    Map<String, Object> said = Facts.nullable(leaf.facts(), "membership");
    MembershipState next = GroupRules.membershipAfter(command);
    boolean none = next == null && command != GroupTransition.PROPOSE;
    if (none ? said != null : (next != null && said == null)) {
      return refused(index, command, "membership");
    }
    Membership before = null;
    boolean holds = false;
    Membership membership = null;
    if (said != null) {
      String id = Facts.required(said, "id");
      String member = Facts.required(said, "member");
      before = group.memberships.get(id);
      membership = before == null ? new Membership(member) : before;
      boolean begins = command.parts().isEmpty();
      MembershipState after = next == null ? MembershipState.IN : next;
      if (begins != (before == null)
          || !membership.member.equals(member)
          || !after.name().equals(said.get("state"))) {
        return refused(index, command, "membership " + id);
      }
      holds =
          group.memberships.values().stream()
              .anyMatch(one -> one.state != MembershipState.LEFT && one.member.equals(member));
      next = after;
    }
    Set<GroupRole> roles = roles(leaf.actor(), group, membership, command);
    if (command == GroupTransition.PROPOSE) {
      group.leader = membership == null ? null : membership.member;
      if (!command.permits(roles)
          || ("MEMBER".equals(leaf.actor().role())
              && !leaf.actor().pseudonym().equals(group.leader))) {
        return refused(index, command, GroupRefusal.NOT_PERMITTED);
      }
    } else {
      GroupSnapshot snapshot =
          new GroupSnapshot(
              GroupState.valueOf(leaf.transition().from()),
              roles,
              before == null ? null : before.state,
              group.places,
              group.members,
              leaf.actor().pseudonym().equals(group.leader),
              false,
              isBelow(group.parent, leaf.aggregateId()),
              holds,
              before != null && before.member.equals(group.leader));
      GroupRefusal refusal = GroupRules.refusal(command, snapshot).orElse(null);
      if (refusal != null) {
        return refused(index, command, refusal);
      }
    }
    return take(index, leaf, group, command, membership, next);
  }

  private Finding take(
      long index,
      Leaf leaf,
      Group group,
      GroupTransition command,
      Membership membership,
      MembershipState next) {
    if (membership != null) {
      group.memberships.put(
          Facts.required(Facts.object(leaf.facts(), "membership"), "id"), membership);
      group.members +=
          (next == MembershipState.IN ? 1 : 0) - (membership.state == MembershipState.IN ? 1 : 0);
      membership.state = next;
    }
    if (command == GroupTransition.HAND_OVER) {
      group.leader = Objects.requireNonNull(membership).member;
    }
    if (command == GroupTransition.DISBAND) {
      long live =
          group.memberships.values().stream()
              .filter(one -> one.state != MembershipState.LEFT)
              .count();
      group.memberships.clear();
      group.members = 0;
      return Objects.equals(leaf.facts().get("ended"), live)
          ? null
          : refused(index, command, "ended " + leaf.facts().get("ended") + " ≠ " + live);
    }
    return null;
  }

  private static Set<GroupRole> roles(
      Actor actor, Group group, Membership membership, GroupTransition command) {
    EnumSet<GroupRole> roles = EnumSet.noneOf(GroupRole.class);
    if ("SYSTEM".equals(actor.role())) {
      roles.add(GroupRole.SWEEPER);
    }
    if ("OPERATOR".equals(actor.role())) {
      roles.add(GroupRole.OPERATOR);
    }
    if ("MEMBER".equals(actor.role())) {
      boolean own = membership != null && membership.member.equals(actor.pseudonym());
      if (command != GroupTransition.JOIN || own) {
        roles.add(GroupRole.CANDIDATE);
      }
      if (actor.pseudonym().equals(group.leader)) {
        roles.add(GroupRole.LEADER);
      }
      if (own) {
        roles.add(GroupRole.PERSON);
      }
    }
    return roles;
  }

  private boolean isBelow(String id, String above) {
    String at = id;
    for (int depth = 0; at != null && depth <= groups.size(); depth++) {
      if (at.equals(above)) {
        return true;
      }
      Group group = groups.get(at);
      at = group == null ? null : group.parent;
    }
    return false;
  }

  private static Finding refused(long index, GroupTransition command, Object why) {
    return Rule.GROUP_REFUSED.at(index, command, why);
  }
}
