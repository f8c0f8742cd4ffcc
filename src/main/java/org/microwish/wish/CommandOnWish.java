package org.microwish.wish;

import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.command.Command;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/** A command on a wish or one of its claims, for {@link WishExecutor}. */
public final class CommandOnWish extends Command<CommandOnWish, WishTransition, WishContext> {

  private Function<WishContext, WishCommand> decision;

  private CommandOnWish(Caller caller, long wishId, WishTransition transition) {
    super(caller, wishId, transition);
    this.decision =
        context ->
            transition.isOnPart()
                ? new WishCommand.OnClaim(transition)
                : new WishCommand.OnWish(transition);
  }

  /**
   * Creates a command that passes only its transition to the rules. To pass further facts, call
   * {@link #deciding}.
   */
  public static CommandOnWish of(Caller caller, long wishId, WishTransition transition) {
    return new CommandOnWish(caller, wishId, transition);
  }

  @Override
  protected CommandOnWish self() {
    return this;
  }

  /**
   * Sets the function that creates the command for the rules. The function is called under the
   * wish's lock with the data that were read.
   */
  public CommandOnWish deciding(Function<WishContext, WishCommand> facts) {
    decision = facts;
    return this;
  }

  WishCommand decision(WishContext context) {
    return decision.apply(context);
  }
}
