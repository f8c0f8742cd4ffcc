package org.microwish.group;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.group.lifecycle.GroupRole;

/** What a caller is to a group and to a membership: the one place where roles meet people. */
@ApplicationScoped
public class GroupAccess {

  private final GroupQueries queries;

  GroupAccess(GroupQueries queries) {
    this.queries = queries;
  }

  /** What the caller is to the group, and to the membership where one is named. */
  Set<GroupRole> roles(Caller caller, Group group, Membership membership) {
    EnumSet<GroupRole> roles = EnumSet.noneOf(GroupRole.class);
    if (caller.is(Role.OPERATOR) && caller.covers(group.divisionPath)) {
      roles.add(GroupRole.OPERATOR);
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

  /** Whether the caller may see the group at all; what it may not see is NOT_FOUND to it. */
  boolean sees(Caller caller, Group group) {
    return (group.state.isPublic() && !group.held)
        || (caller != null && (seesRoster(caller, group) || belongs(caller, group)));
  }

  private boolean belongs(Caller caller, Group group) {
    return caller.is(Role.MEMBER)
        && caller.memberId() != null
        && queries.countLive(group.id, caller.memberId()) > 0;
  }

  /** Whether the caller sees who belongs to the group. */
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
