package org.microwish.group;

import java.util.function.UnaryOperator;
import org.microwish.caller.Caller;
import org.microwish.group.lifecycle.GroupSnapshot;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.lifecycle.command.Command;

/** One command as {@link GroupExecutor} runs it. The part that it may name is a membership. */
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

  /** Adds to what the rules decide on what only this command knows. */
  CommandOnGroup deciding(UnaryOperator<GroupSnapshot> facts) {
    change = facts;
    return this;
  }

  GroupSnapshot decidedOn(GroupSnapshot snapshot) {
    return change.apply(snapshot);
  }
}
