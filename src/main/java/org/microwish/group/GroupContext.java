package org.microwish.group;

import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.group.lifecycle.GroupRole;
import org.microwish.group.lifecycle.LeaveReason;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.CommandContext;

/**
 * The data of one running command on a group: what the command has read under the group's lock, and
 * what is to be written.
 */
final class GroupContext extends CommandContext<Group, GroupRole> {
  final Group group;

  /** The membership that the command addresses or creates, or null. */
  Membership membership;

  /** The reason, if the command declines or removes another person; otherwise null. */
  LeaveReason reason;

  GroupContext(
      Caller caller,
      Group group,
      Membership membership,
      Set<GroupRole> roles,
      long entryId,
      EventTime when) {
    super(caller, group, roles, entryId, when);
    this.group = group;
    this.membership = membership;
  }

  @Override
  public Long partId() {
    return membership == null ? null : membership.id;
  }

  @Override
  public Long organisationId() {
    return group.hostId;
  }
}
