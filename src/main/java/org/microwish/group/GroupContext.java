package org.microwish.group;

import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.group.lifecycle.GroupRole;
import org.microwish.group.lifecycle.LeaveReason;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.CommandContext;

/** The state that a command on a group reads under the lock, and what it leaves to be written. */
final class GroupContext extends CommandContext<Group, GroupRole> {
  final Group group;

  /** The membership that the command addresses or creates, or null. */
  Membership membership;

  /** The reason if another person ends the membership, else null. */
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
