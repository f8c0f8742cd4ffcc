package org.microwish.wish;

import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.command.Command;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/** One command for {@link WishExecutor}. The part that it may name is a claim. */
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

  /** Creates a command whose decision needs no facts unless {@link #deciding} supplies them. */
  public static CommandOnWish of(Caller caller, long wishId, WishTransition transition) {
    return new CommandOnWish(caller, wishId, transition);
  }

  @Override
  protected CommandOnWish self() {
    return this;
  }

  /** Sets the function that builds the facts for the decision from the data under the lock. */
  public CommandOnWish deciding(Function<WishContext, WishCommand> facts) {
    decision = facts;
    return this;
  }

  WishCommand decision(WishContext context) {
    return decision.apply(context);
  }
}
