package org.microwish.group;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.group.lifecycle.GroupRole;

/**
 * Determines a caller's roles towards a group and a membership, and whether the caller may see the
 * group and its members. The roles that permit a command are in {@link
 * org.microwish.group.lifecycle.GroupTransition}.
 */
@ApplicationScoped
public class GroupAccess {

  private final GroupQueries queries;

  GroupAccess(GroupQueries queries) {
    this.queries = queries;
  }

  /** Returns the caller's roles towards the group and, if not null, the membership. */
  Set<GroupRole> roles(Caller caller, Group group, Membership membership) {
    EnumSet<GroupRole> roles = EnumSet.noneOf(GroupRole.class);
    if (caller.is(Role.OPERATOR) && caller.covers(group.divisionPath)) {
      roles.add(GroupRole.OPERATOR);
    }
    if (caller.is(Role.SYSTEM)) {
      roles.add(GroupRole.SWEEPER);
    }
    if (caller.is(Role.MEMBER) && caller.memberId() != null) {
      roles.add(GroupRole.CANDIDATE);
      if (caller.memberId().equals(group.leaderId)) {
        roles.add(GroupRole.LEADER);
      }
      if (membership != null && caller.memberId() == membership.memberId) {
        roles.add(GroupRole.PERSON);
      }
    }
    return roles;
  }

  /** Returns true if the caller may see the group; otherwise, the caller gets NOT_FOUND. */
  boolean sees(Caller caller, Group group) {
    return (group.state.isPublic() && !group.held)
        || (caller != null && (seesRoster(caller, group) || belongs(caller, group)));
  }

  private boolean belongs(Caller caller, Group group) {
    return caller.is(Role.MEMBER)
        && caller.memberId() != null
        && queries.countLive(group.id, caller.memberId()) > 0;
  }

  /**
   * Returns true if the caller may see who leads and who belongs to the group: the group's leader,
   * the stewards of its host organisation, and the operators and auditors of its division.
   */
  boolean seesRoster(Caller caller, Group group) {
    return seesAll(caller, group) || leads(caller, group) || hosts(caller, group);
  }

  private static boolean hosts(Caller caller, Group group) {
    return caller.is(Role.STEWARD)
        && caller.organisationId() != null
        && caller.organisationId().equals(group.hostId);
  }

  private static boolean seesAll(Caller caller, Group group) {
    return caller.is(Role.OPERATOR, Role.AUDITOR, Role.SYSTEM) && caller.covers(group.divisionPath);
  }

  private static boolean leads(Caller caller, Group group) {
    return caller.is(Role.MEMBER)
        && caller.memberId() != null
        && caller.memberId().equals(group.leaderId);
  }
}
