package org.microwish.group;

import java.util.function.UnaryOperator;
import org.microwish.caller.Caller;
import org.microwish.group.lifecycle.GroupSnapshot;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.lifecycle.command.Command;

/** A command as {@link GroupExecutor} runs it. The part that it may address is a membership. */
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

  /** Completes the snapshot with facts that only this command knows, before the rules decide. */
  CommandOnGroup deciding(UnaryOperator<GroupSnapshot> facts) {
    change = facts;
    return this;
  }

  GroupSnapshot decidedOn(GroupSnapshot snapshot) {
    return change.apply(snapshot);
  }
}
