package org.microwish.group;

import java.util.function.UnaryOperator;
import org.microwish.caller.Caller;
import org.microwish.group.lifecycle.GroupSnapshot;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.lifecycle.command.Command;

/**
 * A command that {@link GroupExecutor} runs on a group. Some commands also name a membership of the
 * group, which the superclass calls a part.
 */
final class CommandOnGroup extends Command<CommandOnGroup, GroupTransition, GroupContext> {

  private UnaryOperator<GroupSnapshot> change = snapshot -> snapshot;

  private CommandOnGroup(Caller caller, long groupId, GroupTransition transition) {
    super(caller, groupId, transition);
  }

  static CommandOnGroup of(Caller caller, long groupId, GroupTransition transition) {
    return new CommandOnGroup(caller, groupId, transition);
  }

  @Override
  protected CommandOnGroup self() {
    return this;
  }

  /** Sets a function that adds this command's own facts to the snapshot before the rules decide. */
  CommandOnGroup deciding(UnaryOperator<GroupSnapshot> facts) {
    change = facts;
    return this;
  }

  GroupSnapshot decidedOn(GroupSnapshot snapshot) {
    return change.apply(snapshot);
  }
}
